package dev.escapement;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import dev.escapement.time.Deadline;
import dev.escapement.time.Timers;

/**
 * Looks after runs that take too long. At half of the limit (of one of 20 s or more) a run is reported, at the limit it is
 * interrupted, and when it has not ended a while later it is given up, so that what it holds, a worker, is replaced.
 */
final class Watch implements AutoCloseable {
    /** How long a run that was interrupted may take to end. */
    static final Duration LAST_WORDS = Duration.ofSeconds(5);
    /** Half of a limit that is shorter is not long. */
    private static final Duration WORTH_A_REPORT = Duration.ofSeconds(20);

    /** Is told of what happens to a run. */
    interface Listener {
        /** Half of the time is over. */
        void slow(Attempt attempt);

        /** It was interrupted, and this is where it was. */
        void interrupted(Attempt attempt, String where);

        /** It does not count any more, though its code goes on. */
        void abandoned(Attempt attempt);
    }

    private final Clock clock;
    private final Duration limit;
    private final Listener listener;
    private final Timers<Attempt> timers;
    /** Runs that were given up and have not ended. */
    private final Set<Attempt> abandoned = ConcurrentHashMap.newKeySet();

    /**
     * A watch over the runs of a controller.
     *
     * @param limit zero for none
     */
    @SuppressWarnings("this-escape") // the timers call only after a begin
    Watch(Clock clock, Duration limit, Listener listener) {
        this.clock = clock;
        this.limit = limit;
        this.listener = listener;
        this.timers = new Timers<>(clock, this::look);
    }

    /**
     * The current thread begins a run.
     *
     * @param replace what is done when it is given up
     */
    Attempt begin(ObjectKey key, Runnable replace) {
        if (limit.isZero()) {
            return new Attempt(key, Deadline.never(), replace);
        }
        var attempt = new Attempt(key, Deadline.after(clock, limit), replace);
        attempt.looks = limit.compareTo(WORTH_A_REPORT) < 0 ? 1 : 0;
        timers.schedule(attempt, attempt.looks == 0 ? limit.dividedBy(2) : limit);
        return attempt;
    }

    /** A run has ended; returns whether it still counted. */
    boolean end(Attempt attempt) {
        if (!limit.isZero()) {
            timers.cancel(attempt);
        }
        boolean counted = attempt.end();
        if (!counted) {
            abandoned.remove(attempt);
        }
        return counted;
    }

    /** The runs that were given up and have not ended. */
    Set<Attempt> abandoned() {
        return abandoned;
    }

    private void look(Attempt attempt) {
        switch (attempt.looks++) {
            case 0 -> {
                timers.schedule(attempt, attempt.deadline.remaining());
                listener.slow(attempt);
            }
            case 1 -> {
                timers.schedule(attempt, LAST_WORDS.compareTo(limit) < 0 ? LAST_WORDS : limit);
                var where = attempt.where();
                if (attempt.interrupt()) {
                    listener.interrupted(attempt, where);
                }
            }
            default -> {
                abandoned.add(attempt);
                if (attempt.abandon()) {
                    attempt.replace.run();
                    listener.abandoned(attempt);
                } else {
                    abandoned.remove(attempt);
                }
            }
        }
    }

    @Override
    public void close() {
        timers.close();
    }
}
