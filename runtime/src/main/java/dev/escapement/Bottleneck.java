package dev.escapement;

import java.time.Duration;
import java.util.function.Supplier;

import dev.escapement.time.Clock;

/**
 * Whether the API server is what a controller waits for, so that more workers would have it answer later rather than more: it
 * queues what it is asked before it refuses anything. That is so if requests wait at the gate; or if at least half of the workers
 * have a request under way, and twice as many of them did not bring {@value #GAIN} times as many answers. For one controller's
 * scaling, which asks when it would have more workers.
 */
final class Bottleneck {
    private static final double GAIN = 1.25;
    /** Answers for each worker, of which a rate is made. */
    private static final int SAMPLE = 2;
    /** After so long few answers are a rate as well. */
    private static final long LONGEST_SAMPLE = Duration.ofSeconds(2).toNanos();
    /** Who has not been asked for so long had nothing that waited. */
    private static final long LULL = Duration.ofMillis(500).toNanos();
    /** Until it is tried once more; twice as long each time, up to the longest. */
    private static final long REST = Duration.ofSeconds(5).toNanos();

    private static final long LONGEST_REST = Duration.ofMinutes(1).toNanos();

    /**
     * What is going on at the gate.
     *
     * @param underWay requests without an answer
     * @param waiting requests that have not been sent
     * @param admitted how many were ever sent
     */
    record Requests(int underWay, int waiting, long admitted) {}

    /** What comes of a question. */
    enum Answer {
        /** There may be twice as many workers. */
        MORE,
        /** There may be as many as there are. */
        KEEP,
        /** There may be as many as there were before they were doubled. */
        BACK
    }

    private final Clock clock;
    private final Supplier<Requests> gate;
    /** Since when answers are counted, and how many there were then; negative if they are not. */
    private long since = -1;

    private long answersThen;
    /** When it was asked last. */
    private long asked;
    /** Answers a nanosecond before the last doubling; 0 if there was none. */
    private double before;

    private long rest = REST;
    private long restsUntil;

    Bottleneck(Clock clock, Supplier<Requests> gate) {
        this.clock = clock;
        this.gate = gate;
        this.restsUntil = clock.nanos();
        this.asked = clock.nanos();
    }

    /** What is to become of a number of workers while keys wait. */
    Answer ask(int workers) {
        var state = gate.get();
        long now = clock.nanos();
        if (now - asked > LULL) {
            since = -1; // a rate that takes in a time in which there was nothing to do says nothing
            before = 0;
        }
        asked = now;
        if (state.waiting > 0) {
            return Answer.KEEP;
        }
        long answers = state.admitted;
        if (2 * state.underWay < workers) {
            before = 0; // they wait for something else
            count(now, answers);
            return Answer.MORE;
        }
        if (now - restsUntil < 0) {
            return Answer.KEEP;
        }
        if (since < 0) {
            count(now, answers);
            return Answer.KEEP;
        }
        if (answers - answersThen < (long) SAMPLE * workers && now - since < LONGEST_SAMPLE) {
            return Answer.KEEP;
        }
        double rate = (double) (answers - answersThen) / Math.max(1, now - since);
        count(now, answers);
        if (before > 0 && rate < GAIN * before) {
            before = 0;
            since = -1;
            restsUntil = Clock.after(now, Duration.ofNanos(rest));
            rest = Math.min(LONGEST_REST, 2 * rest);
            return Answer.BACK;
        }
        before = rate;
        return Answer.MORE;
    }

    /** Nothing waits any more. */
    void calm() {
        since = -1;
        before = 0;
        rest = REST;
    }

    private void count(long now, long answers) {
        since = now;
        answersThen = answers;
    }
}
