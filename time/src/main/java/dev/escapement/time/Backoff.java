package dev.escapement.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each further attempt: an initial delay that grows by a factor up to a cap, with jitter.
 *
 * <pre>{@code
 * Backoff.exponential(Duration.ofSeconds(1)).cap(Duration.ofMinutes(5)).attempts(8) // 1 s, 2 s, 4 s, ... 64 s
 * }</pre>
 *
 * @param initial the delay after the first failure; positive
 * @param factor by which each delay exceeds the one before; at least 1
 * @param cap the longest delay before jitter; at least {@code initial}
 * @param jitter the random share that is added to each delay, 0 (none) to 1 (up to twice as long); it does not accumulate
 * @param attempts how many attempts there are in all, the first included; 0 means without end
 */
public record Backoff(Duration initial, double factor, Duration cap, double jitter, int attempts) {
    /** Checks the ranges. */
    public Backoff {
        check(initial.isPositive(), "initial must be positive, but is " + initial);
        check(factor >= 1 && factor < Double.POSITIVE_INFINITY, "factor must be at least 1, but is " + factor);
        check(cap.compareTo(initial) >= 0, "cap must be at least the initial " + initial + ", but is " + cap);
        check(jitter >= 0 && jitter <= 1, "jitter must be from 0 to 1, but is " + jitter);
        check(attempts >= 0, "attempts must not be negative, but is " + attempts);
    }

    /** Doubles from the given delay up to 5 minutes (or the delay itself, if that is longer), jitter 0.1, without end. */
    public static Backoff exponential(Duration initial) {
        var cap = Duration.ofMinutes(5);
        return new Backoff(initial, 2, cap.compareTo(initial) < 0 ? initial : cap, 0.1, 0);
    }

    /** Always the same delay, without jitter and without end. */
    public static Backoff constant(Duration delay) {
        return new Backoff(delay, 1, delay, 0, 0);
    }

    /** The same with another factor. */
    public Backoff factor(double value) {
        return new Backoff(initial, value, cap, jitter, attempts);
    }

    /** The same with another cap. */
    public Backoff cap(Duration value) {
        return new Backoff(initial, factor, value, jitter, attempts);
    }

    /** The same with another jitter. */
    public Backoff jitter(double value) {
        return new Backoff(initial, factor, cap, value, attempts);
    }

    /** The same with another number of attempts. */
    public Backoff attempts(int value) {
        return new Backoff(initial, factor, cap, jitter, value);
    }

    /** Whether no attempt is left after so many failures. */
    public boolean exhausted(int failures) {
        return attempts > 0 && failures >= attempts;
    }

    /**
     * The delay after a failure.
     *
     * @param failures how many attempts have failed in a row, this one included; at least 1
     * @param random the source of the jitter
     */
    public Duration delay(int failures, RandomGenerator random) {
        check(failures >= 1, "failures must be at least 1, but is " + failures);
        // pow overflows to infinity, which the cap brings back
        double nanos = Math.min(seconds(initial) * Math.pow(factor, failures - 1.0), seconds(cap)) * 1e9;
        return Duration.ofNanos((long) (nanos + nanos * jitter * (jitter > 0 ? random.nextDouble() : 0)));
    }

    private static double seconds(Duration duration) {
        return duration.toSeconds() + duration.toNanosPart() / 1e9;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("backoff: " + message);
        }
    }
}
