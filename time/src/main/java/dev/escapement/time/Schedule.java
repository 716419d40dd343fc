package dev.escapement.time;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A grid of instants: {@code anchor + k * interval + offset} for k = 0, 1, 2, ...
 *
 * <p>What follows a grid does not drift, and comes back to the same instants after a restart. The offset spreads things of
 * one interval and anchor, so that they do not all come at once; {@link #spread} derives it from a name, and the same name has
 * the same offset for ever.
 *
 * <pre>{@code
 * var schedule = Schedule.every(Duration.ofMinutes(5)).from(created).spread(uid, Duration.ofMinutes(1));
 * Instant next = schedule.next(clock.now());
 * }</pre>
 *
 * @param anchor the instant that the grid starts at
 * @param interval between two ticks; at least 1 ns
 * @param offset of all ticks from the grid; not negative
 */
public record Schedule(Instant anchor, Duration interval, Duration offset) {
    /** Checks the ranges. */
    public Schedule {
        check(interval.isPositive(), "interval must be positive, but is " + interval);
        check(!offset.isNegative(), "offset must not be negative, but is " + offset);
    }

    /** A grid from the epoch, 1970-01-01T00:00:00Z, without an offset. */
    public static Schedule every(Duration interval) {
        return new Schedule(Instant.EPOCH, interval, Duration.ZERO);
    }

    /** The same from another anchor. */
    public Schedule from(Instant value) {
        return new Schedule(value, interval, offset);
    }

    /** The same with another offset. */
    public Schedule offset(Duration value) {
        return new Schedule(anchor, interval, value);
    }

    /**
     * The same with an offset that depends on a name, such as an object's uid, and on nothing else.
     *
     * @param name what to derive the offset from, by FNV-1a of 64 bits over its UTF-8 form
     * @param width the offset is at least zero and less than this; positive
     */
    public Schedule spread(String name, Duration width) {
        check(width.isPositive(), "the width of the spread must be positive, but is " + width);
        double share = (mixed(name) >>> 11) * 0x1p-53;
        return offset(Duration.ofNanos((long) (Nanos.of(width) * share)));
    }

    /** The instant of a tick; the first is number 0. */
    public Instant tick(long number) {
        return anchor.plus(offset).plus(interval.multipliedBy(number));
    }

    /**
     * The number of the last tick that is not after an instant; -1 if all are.
     *
     * @throws ArithmeticException if it is more than a long holds, as with an interval of 1 ns 300 years after the anchor
     */
    public long number(Instant at) {
        var since = Duration.between(anchor.plus(offset), at);
        return since.isNegative() ? -1 : since.dividedBy(interval);
    }

    /** The first tick after an instant. */
    public Instant next(Instant after) {
        return tick(number(after) + 1);
    }

    /** How many ticks there are after one instant, up to and including another; 0 if that is earlier. */
    public long ticks(Instant after, Instant until) {
        return Math.max(0, number(until) - number(after));
    }

    /**
     * FNV-1a (Fowler, Noll, Vo; 64 bits) spreads short names badly over its high bits, so they are mixed by the finalizer of
     * SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
     */
    private static long mixed(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("schedule: " + message);
        }
    }
}
