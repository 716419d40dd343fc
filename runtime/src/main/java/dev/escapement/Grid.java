package dev.escapement;

import java.time.Instant;

import dev.escapement.client.Header;
import dev.escapement.time.Schedule;

/**
 * A timer's ticks for one object, {@code first + k * interval}, in nanoseconds since 1970: at ten thousand ticks a second, the
 * division of a {@link java.time.Duration} would cost more than all else.
 *
 * @param first the tick that is number 0
 * @param interval between two
 */
record Grid(long first, long interval) {
    /** Offsets are multiples of a share of their width, so that objects share wake-ups: one costs as much as some calls. */
    private static final int SHARES = 500;

    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    /** Some 190 years from 1970, to both sides. */
    private static final long FURTHEST = 6_000_000_000L;

    /** The ticks for an object; one that is said to come from the future counts as created now. */
    static Grid of(Every every, Header object, Instant now) {
        var created = object.created();
        var anchor = nanos(created.isAfter(now) ? now : created);
        return new Grid(
                anchor + every.initialDelay().toNanos() + offset(every, object.uid()),
                every.interval().toNanos());
    }

    private static long offset(Every every, String uid) {
        if (every.spread().isZero()) {
            return 0;
        }
        long offset = Schedule.every(every.interval())
                .spread(uid, every.spread())
                .offset()
                .toNanos();
        long width = every.spread().toNanos();
        long step = Math.max(width / SHARES / MILLISECOND, 1) * MILLISECOND;
        return step < width ? offset - offset % step : offset;
    }

    /** An instant in nanoseconds since 1970. */
    static long nanos(Instant instant) {
        return Math.clamp(instant.getEpochSecond(), -FURTHEST, FURTHEST) * SECOND + instant.getNano();
    }

    /** When a tick is. */
    long tick(long number) {
        return first + number * interval;
    }

    /** The number of the last tick that is not after an instant; before the first one, the grid goes on with negative numbers. */
    long number(long now) {
        return Math.floorDiv(now - first, interval);
    }
}
