package dev.escapement.time;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Loops that run some work again and again, or wait for a condition, on a given clock: the functions of Kubernetes' wait
 * package, which docs/waiting.md lists and compares.
 *
 * <pre>{@code
 * var wait = Wait.on(Clock.system());
 * wait.pollUntilContextTimeout(stop, Duration.ofSeconds(1), Duration.ofMinutes(1), true, _ -> server.isReady());
 * }</pre>
 *
 * <p>What all have in common: the stop that a loop passes to the work or condition is the one that ends the loop. A request
 * wakes a loop that sleeps at once, and is looked for before every run. What the work or condition throws ends the loop and
 * reaches the caller as it is. An interrupt of the thread ends any of them with an InterruptedException. Intervals and
 * periods must be positive, and the stop be on the same clock, else IllegalArgumentException.
 *
 * <p>Sliding means that a delay is measured from the end of a run; without it runs are due on a grid that does not drift, and
 * one that lasts too long is followed by one more at once, not by all that were missed. Polls do not slide.
 *
 * <p>Safe for use by many threads; each call loops on the thread of its caller.
 */
public final class Wait {
    private final Clock clock;
    private final RandomGenerator random;

    private Wait(Clock clock, RandomGenerator random) {
        this.clock = clock;
        var lock = new ReentrantLock();
        // loops on many threads share it, and generators need not be safe for that
        this.random = () -> {
            lock.lock();
            try {
                return random.nextLong();
            } finally {
                lock.unlock();
            }
        };
    }

    /** Waits on the given clock, whose reading is the seed of the jitter. */
    public static Wait on(Clock clock) {
        return new Wait(clock, new SplittableRandom(clock.nanos()));
    }

    /** Waits on the given clock, with jitter from a given source, which nobody else should use at the same time. */
    public static Wait on(Clock clock, RandomGenerator random) {
        return new Wait(clock, random);
    }

    /** A stop for loops that only an exception or an interrupt should end. */
    public Stop neverStop() {
        return Stop.never(clock);
    }

    /**
     * A duration that is longer by a random share.
     *
     * @param factor the largest share, such as 0.1; zero or negative counts as 1
     */
    public Duration jitter(Duration duration, double factor) {
        checkFactor(factor);
        double nanos = Nanos.after(0, duration);
        return Duration.ofNanos((long) (nanos + random.nextDouble() * (factor > 0 ? factor : 1) * nanos));
    }

    /** Runs the work now and then a period after each end, until it throws or the thread is interrupted. */
    public <X extends Exception> void forever(Duration period, Work<X> work) throws X, InterruptedException {
        until(neverStop(), period, work);
    }

    /** Runs the work now and then a period after each end; not at all if the stop is requested already. */
    public <X extends Exception> void until(Stop stop, Duration period, Work<X> work) throws X, InterruptedException {
        jitterUntil(stop, period, 0, true, work);
    }

    /** Runs the work now and then once a period, on a grid; not at all if the stop is requested already. */
    public <X extends Exception> void nonSlidingUntil(Stop stop, Duration period, Work<X> work)
            throws X, InterruptedException {
        jitterUntil(stop, period, 0, false, work);
    }

    /**
     * Runs the work now and then after periods to which up to {@code factor} times their length is added at random.
     *
     * @param factor none is added if it is zero or negative
     */
    public <X extends Exception> void jitterUntil(
            Stop stop, Duration period, double factor, boolean sliding, Work<X> work) throws X, InterruptedException {
        checkFactor(factor);
        var even = Pace.every("period", period, sliding);
        var pace = factor > 0 ? Pace.varying(_ -> Optional.of(jitter(period, factor)), sliding) : even;
        repeat(stop, pace, work);
    }

    /** Runs the work now and then after the delays of a backoff, which stay at its cap; its attempts do not count. */
    public <X extends Exception> void backoffUntil(Stop stop, Backoff backoff, boolean sliding, Work<X> work)
            throws X, InterruptedException {
        var pace = Pace.varying(runs -> Optional.of(backoff.delay(runs, random)), sliding);
        repeat(stop, pace, work);
    }

    /**
     * Runs the work now and then after delays that a source gives, one after each run.
     *
     * @throws IllegalArgumentException if a delay is not positive
     */
    public <X extends Exception> void backoffUntil(Stop stop, Supplier<Duration> delays, boolean sliding, Work<X> work)
            throws X, InterruptedException {
        var pace = Pace.varying(_ -> Optional.of(Pace.checked("delay", delays.get())), sliding);
        repeat(stop, pace, work);
    }

    /**
     * Looks until the condition is met: at first now or after an interval, then once an interval.
     *
     * @param immediate whether the first look is now; it then happens even if the stop is requested already
     * @throws StoppedException if the stop is requested
     */
    public <X extends Exception> void pollUntilContextCancel(
            Stop stop, Duration interval, boolean immediate, Condition<X> condition) throws X, InterruptedException {
        if (poll(stop, interval, immediate).run(condition) != Loop.End.MET) {
            stop.throwIfRequested();
        }
    }

    /**
     * As {@link #pollUntilContextCancel}, for a limited time; the condition is passed a stop that is requested then.
     *
     * @param timeout zero or negative leaves no time but for the look at once, if that is wanted
     * @throws TimeoutException if the time is up
     * @throws StoppedException if the stop is requested before
     */
    public <X extends Exception> void pollUntilContextTimeout(
            Stop stop, Duration interval, Duration timeout, boolean immediate, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        var end = Deadline.after(clock, timeout);
        try (var limited = stop.until(end)) {
            var loop = poll(limited, interval, immediate);
            try {
                if (loop.run(condition) != Loop.End.MET) {
                    limited.throwIfRequested();
                }
            } catch (StoppedException e) {
                if (e.reason() instanceof Reason.DeadlinePassed passed && passed.deadline() == end) {
                    throw loop.timedOut("within " + timeout, e);
                }
                throw e;
            }
        }
    }

    /**
     * Looks once an interval, for the first time after one, and for a last time at the time-out.
     *
     * @param timeout zero means without end; must not be negative
     * @throws TimeoutException if the time is up or the stop is requested, which is then the cause
     */
    public <X extends Exception> void poll(Stop stop, Duration interval, Duration timeout, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        poll(stop, interval, false).lastRunAt(end(timeout)).runOrTimeOut("within " + timeout, condition);
    }

    /** As {@link #poll}, but looks for the first time now, even if the stop is requested already. */
    public <X extends Exception> void pollImmediate(
            Stop stop, Duration interval, Duration timeout, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        poll(stop, interval, true).lastRunAt(end(timeout)).runOrTimeOut("within " + timeout, condition);
    }

    /** As {@link #poll} without a time-out. */
    public <X extends Exception> void pollInfinite(Stop stop, Duration interval, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        poll(stop, interval, Duration.ZERO, condition);
    }

    /** As {@link #pollImmediate} without a time-out. */
    public <X extends Exception> void pollImmediateInfinite(Stop stop, Duration interval, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        pollImmediate(stop, interval, Duration.ZERO, condition);
    }

    /** The same as {@link #pollInfinite}. */
    public <X extends Exception> void pollUntil(Stop stop, Duration interval, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        pollInfinite(stop, interval, condition);
    }

    /** The same as {@link #pollImmediateInfinite}. */
    public <X extends Exception> void pollImmediateUntil(Stop stop, Duration interval, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        pollImmediateInfinite(stop, interval, condition);
    }

    /**
     * Looks each time the signal is raised, and for a last time when it is closed.
     *
     * @throws TimeoutException if the signal is closed or the stop is requested, which is then the cause
     */
    public <X extends Exception> void waitFor(Stop stop, Signal signal, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        while (true) {
            var event = signal.next(stop);
            if (event == Signal.Event.STOPPED) {
                throw Loop.stopped(stop);
            }
            if (condition.isMet(stop)) {
                return;
            }
            if (event == Signal.Event.CLOSED) {
                throw new TimeoutException("the condition was not met when its signal was closed");
            }
        }
    }

    /**
     * Looks now and then after the delays of a backoff, until its attempts are used up; without end if it has no number of
     * attempts. There is no delay after the last.
     *
     * @throws TimeoutException if the attempts are used up
     */
    public <X extends Exception> void exponentialBackoff(Backoff backoff, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        exponentialBackoffWithContext(neverStop(), backoff, condition);
    }

    /**
     * As {@link #exponentialBackoff}, until a stop; there is no look if it is requested already.
     *
     * @throws TimeoutException if the attempts are used up
     * @throws StoppedException if the stop is requested
     */
    public <X extends Exception> void exponentialBackoffWithContext(Stop stop, Backoff backoff, Condition<X> condition)
            throws X, InterruptedException, TimeoutException {
        var pace = Pace.varying(
                runs -> backoff.exhausted(runs) ? Optional.empty() : Optional.of(backoff.delay(runs, random)), true);
        var loop = new Loop(clock, stop, pace).immediate();
        switch (loop.run(condition)) {
            case MET -> {}
            case STOPPED -> stop.throwIfRequested();
            case EXHAUSTED, TIMED_OUT -> throw loop.timedOut("by the last attempt", null);
        }
    }

    private <X extends Exception> void repeat(Stop stop, Pace pace, Work<X> work) throws X, InterruptedException {
        new Loop(clock, stop, pace).immediate().run(passed -> {
            work.run(passed);
            return false;
        });
    }

    private Loop poll(Stop stop, Duration interval, boolean immediate) {
        var loop = new Loop(clock, stop, Pace.every("interval", interval, false));
        return immediate ? loop.immediateEvenIfStopped() : loop;
    }

    private Deadline end(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "timeout must not be negative, but is " + timeout + "; zero means without end");
        }
        return timeout.isZero() ? Deadline.never() : Deadline.after(clock, timeout);
    }

    private static void checkFactor(double factor) {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("the factor of a jitter must be a finite number, but is " + factor);
        }
    }
}
