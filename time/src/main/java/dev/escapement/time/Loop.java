package dev.escapement.time;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/** The one loop below all functions of {@link Wait}: it runs a condition until that is met or something else ends it. */
final class Loop {
    private final Clock clock;
    private final Stop stop;
    private final Pace pace;
    private boolean immediate;
    private boolean atLeastOnce;
    private Deadline end = Deadline.never();
    private int runs;

    enum End {
        MET,
        STOPPED,
        TIMED_OUT,
        EXHAUSTED
    }

    Loop(Clock clock, Stop stop, Pace pace) {
        if (!stop.isOn(clock)) {
            throw new IllegalArgumentException("the stop is on another clock than the wait: make both on one clock");
        }
        this.clock = clock;
        this.stop = stop;
        this.pace = pace;
    }

    /** The first run is now, not after a delay. */
    Loop immediate() {
        immediate = true;
        return this;
    }

    /** The first run is now, also if the stop is requested already. */
    Loop immediateEvenIfStopped() {
        atLeastOnce = true;
        return immediate();
    }

    /** The loop ends with a last run at this time (or later, if the run before lasts beyond it). */
    Loop lastRunAt(Deadline deadline) {
        end = deadline;
        return this;
    }

    <X extends Exception> End run(Condition<X> condition) throws X, InterruptedException {
        long due = clock.nanos();
        if (!immediate) {
            due = Nanos.after(due, pace.delays().apply(1).orElseThrow());
        }
        boolean owed = atLeastOnce;
        while (true) {
            if (stop.await(sleep(due)) && !owed) {
                return End.STOPPED;
            }
            owed = false;
            // a run that began before the end may not have seen what became true by then, so one more follows it
            boolean last = end.isPast();
            runs += runs < Integer.MAX_VALUE ? 1 : 0;
            if (condition.isMet(stop)) {
                return End.MET;
            }
            if (last) {
                return End.TIMED_OUT;
            }
            var delay = pace.delays().apply(runs);
            if (delay.isEmpty()) {
                return End.EXHAUSTED;
            }
            due = pace.next(due, clock.nanos(), delay.get());
        }
    }

    /** Runs, and tells of any end but the one wished for by a time-out, whose cause is the stop if it was that. */
    <X extends Exception> void runOrTimeOut(String limit, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        switch (run(condition)) {
            case MET -> {}
            case STOPPED -> throw stopped(stop);
            case TIMED_OUT, EXHAUSTED -> throw timedOut(limit, null);
        }
    }

    TimeoutException timedOut(String limit, @Nullable Throwable cause) {
        var looks = runs == 1 ? "1 look" : runs + " looks";
        return caused(new TimeoutException("the condition was not met " + limit + " (" + looks + ")"), cause);
    }

    static TimeoutException stopped(Stop stop) {
        var why = stop.reason().map(Reason::why).orElseThrow();
        var cause = stop.reason().map(StoppedException::new).orElseThrow();
        return caused(new TimeoutException("the condition was not met before the stop: " + why), cause);
    }

    private static TimeoutException caused(TimeoutException timeout, @Nullable Throwable cause) {
        if (cause != null) {
            timeout.initCause(cause);
        }
        return timeout;
    }

    private Duration sleep(long due) {
        var untilDue = Duration.ofNanos(due - clock.nanos());
        var untilEnd = end.remaining();
        return untilEnd.compareTo(untilDue) < 0 ? untilEnd : untilDue;
    }
}
