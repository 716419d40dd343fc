package dev.escapement.time;

import java.time.Duration;

/** Arithmetic on monotonic nanoseconds that saturates instead of overflowing. */
final class Nanos {
    /** Longer than any process lives (146 years), and far enough from overflow to add to a clock reading. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Nanos() {}

    /** The reading of a clock after a delay; a negative delay counts as none. */
    static long after(long now, Duration delay) {
        if (delay.isNegative()) {
            return now;
        }
        return now + (delay.compareTo(LONGEST) > 0 ? LONGEST : delay).toNanos();
    }

    /** A duration as nanoseconds; at most 146 years. */
    static long of(Duration duration) {
        return after(0, duration);
    }
}
