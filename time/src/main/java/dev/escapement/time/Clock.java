package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The only source of time: the wall clock, a monotonic clock, timers and sleep.
 *
 * <p>Whoever needs time is handed a clock and reads no other, so that a test or a simulation can put a {@link VirtualClock}
 * in its place. Implementations are safe for use by many threads.
 */
public interface Clock extends InstantSource {
    /** The wall clock; it may jump. Use it to show a time or to compare with times that others wrote. */
    Instant now();

    @Override
    default Instant instant() {
        return now();
    }

    /** Nanoseconds on a clock that never jumps, from an arbitrary origin; only differences mean anything. */
    long nanos();

    /**
     * A timer that runs an action each time when it is due; it is not set at first.
     *
     * <p>Actions run on threads of their own, never on the thread that keeps the time, so a slow one delays no other.
     */
    Timer timer(Runnable action);

    /** Runs an action once, after a delay; a delay that is zero or negative means now. */
    default Timer schedule(Duration delay, Runnable action) {
        var timer = timer(action);
        timer.at(Nanos.after(nanos(), delay));
        return timer;
    }

    /**
     * Sleeps; returns at once when the duration is zero or negative.
     *
     * @throws InterruptedException if the thread is or was interrupted
     */
    void sleep(Duration duration) throws InterruptedException;

    /** The reading of a clock after a delay; negative ones count as none, and those above 146 years as that. */
    static long after(long nanos, Duration delay) {
        return Nanos.after(nanos, delay);
    }

    /** The clock of this machine. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** An action that can be due in the future; setting and cancelling it allocates nothing. */
    interface Timer {
        /**
         * Sets the time at which the action is due, in place of an earlier one.
         *
         * @param nanos a reading of {@link Clock#nanos()}; one that is past means now
         */
        void at(long nanos);

        /** Forgets when the action is due; returns false when it was not set, or has started already. */
        boolean cancel();
    }
}
