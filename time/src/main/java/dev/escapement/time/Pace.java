package dev.escapement.time;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * When the next run of a loop is due. Times are a clock's nanoseconds.
 *
 * @param delays the delay after so many runs (at least 1); empty when no run is left
 * @param sliding whether a delay is measured from the end of a run, else from when the run was due
 * @param grid whether all delays are the same, so that a loop that fell behind can find its grid again
 */
record Pace(IntFunction<Optional<Duration>> delays, boolean sliding, boolean grid) {
    static Pace every(String what, Duration period, boolean sliding) {
        checked(what, period);
        return new Pace(_ -> Optional.of(period), sliding, true);
    }

    static Pace varying(IntFunction<Optional<Duration>> delays, boolean sliding) {
        return new Pace(delays, sliding, false);
    }

    static Duration checked(String what, Duration delay) {
        if (!delay.isPositive()) {
            throw new IllegalArgumentException(what + " must be positive, but is " + delay
                    + "; to go on without a pause, loop until stop.isRequested()");
        }
        return delay;
    }

    /**
     * When the run after one is due. A loop that overran runs again at once, and only once for all the times it missed; on a
     * grid that run counts as the latest missed one, so that the grid does not move however late the loop is.
     */
    long next(long due, long ended, Duration delay) {
        if (sliding) {
            return Nanos.after(ended, delay);
        }
        long next = Nanos.after(due, delay);
        if (next > ended) {
            return next;
        }
        return grid ? ended - (ended - due) % (next - due) : ended;
    }
}
