package dev.escapement;

import java.time.Duration;
import java.util.function.Predicate;

import dev.escapement.client.Header;
import dev.escapement.time.Backoff;

/**
 * When a timer calls, for each object by itself. Immutable: each method returns another.
 *
 * <p>Unless said otherwise, calls are on a grid that begins with the object's creation, {@code creationTimestamp + offset +
 * k * interval}, with an offset that depends on the object's uid and nothing else. So they do not drift, come back to the same
 * instants after a restart, and are spread evenly.
 *
 * <pre>{@code
 * Controller.of(Website.class).timer("probe", every(ofMinutes(5)).initialDelay(ofSeconds(30)), this::probe)
 * }</pre>
 *
 * @param interval between two calls; from 1 ms to 100 years
 * @param initialDelay how long after an object's creation its grid begins; not negative
 * @param idle calls are left out until an object has not changed essentially for so long; not negative
 * @param spread the offsets are less than this; zero for none
 * @param fromEnd whether the interval counts from the end of a call, and there is no grid after the first
 * @param retry how calls that failed are repeated
 * @param when of which objects
 */
public record Every(
        Duration interval,
        Duration initialDelay,
        Duration idle,
        Duration spread,
        boolean fromEnd,
        Backoff retry,
        Predicate<Header> when) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    /** 100 years, which can be counted in nanoseconds twice. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    /** Checks the ranges. */
    public Every {
        check(
                interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0,
                "the interval must be from 1 ms to 100 years, but is " + interval);
        check(isDelay(initialDelay), "the initial delay must be from 0 to 100 years, but is " + initialDelay);
        check(isDelay(idle), "the idle time must be from 0 to 100 years, but is " + idle);
        check(isDelay(spread), "the spread must be from 0 to 100 years, but is " + spread);
    }

    /** So often, spread over the interval, failures being retried as those of a reconciler are. */
    public static Every every(Duration interval) {
        return new Every(interval, Duration.ZERO, Duration.ZERO, interval, false, Controller.RETRY, _ -> true);
    }

    /** The same, beginning only so long after an object's creation. */
    public Every initialDelay(Duration value) {
        return new Every(interval, value, idle, spread, fromEnd, retry, when);
    }

    /**
     * The same, but only while an object has not changed essentially for so long: its generation or, for kinds that do not count
     * it, anything but its status. It counts from when the operator sees the object first, after a restart too.
     */
    public Every idle(Duration value) {
        return new Every(interval, initialDelay, value, spread, fromEnd, retry, when);
    }

    /** The same with another width of the offsets; zero for none: then all objects of one second are called for at once. */
    public Every spread(Duration value) {
        return new Every(interval, initialDelay, idle, value, fromEnd, retry, when);
    }

    /** The same with the interval counted from the end of each call, so that there is always that much time between calls. */
    public Every sliding() {
        return new Every(interval, initialDelay, idle, spread, true, retry, when);
    }

    /**
     * The same with another way to repeat what failed: after the backoff's delay, or at the next tick if that is earlier. Such a
     * tick does not count as an attempt, so attempts are used up no faster than the backoff says.
     */
    public Every retry(Backoff value) {
        return new Every(interval, initialDelay, idle, spread, fromEnd, value, when);
    }

    /** The same for some objects only. The predicate is asked at each change of an object, and must be quick. */
    public Every when(Predicate<Header> value) {
        return new Every(interval, initialDelay, idle, spread, fromEnd, retry, value);
    }

    private static boolean isDelay(Duration value) {
        return !value.isNegative() && value.compareTo(LONGEST) <= 0;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("timer: " + message);
        }
    }
}
