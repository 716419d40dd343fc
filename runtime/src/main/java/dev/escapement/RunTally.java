package dev.escapement;

import java.util.concurrent.atomic.LongAdder;

import dev.escapement.queue.SharedHistogram;

/** Counts what becomes of a controller's runs, without a lock. */
final class RunTally {
    private final LongAdder begun = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder again = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder terminal = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final SharedHistogram took = new SharedHistogram();

    void begun() {
        begun.increment();
    }

    void ended(boolean isAgain) {
        (isAgain ? again : done).increment();
    }

    void failed(Throwable failure, Verdict verdict) {
        failed.increment();
        if (verdict == Verdict.TERMINAL) {
            terminal.increment();
        }
        if (isBroken(failure)) {
            broken.increment();
        }
    }

    /** Whether it is what a Go program would panic at. */
    private static boolean isBroken(Throwable failure) {
        return failure instanceof Error
                || failure instanceof NullPointerException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof ClassCastException
                || failure instanceof ArithmeticException;
    }

    void gaveUp() {
        givenUp.increment();
    }

    void took(long nanos) {
        took.add(nanos);
    }

    RunStats stats(String controller, int workers, int mostWorkers) {
        return new RunStats(
                controller,
                begun.sum(),
                done.sum(),
                again.sum(),
                failed.sum(),
                terminal.sum(),
                broken.sum(),
                givenUp.sum(),
                took.snapshot(),
                workers,
                mostWorkers);
    }
}
