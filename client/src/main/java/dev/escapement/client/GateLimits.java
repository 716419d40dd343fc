package dev.escapement.client;

/**
 * How many requests a {@link Gate} lets be under way at a time.
 *
 * @param reads of gets and lists
 * @param writes of creations, updates, patches and deletions
 */
public record GateLimits(Range reads, Range writes) {
    /** The most that can be asked for, which is no limit. */
    static final int UNLIMITED = 1_000_000;

    /**
     * The bounds of one limit; all the same pin it.
     *
     * @param start where it begins
     * @param min where decreases end; 1 or more
     * @param max where growth ends; at most a million, which is no limit
     */
    public record Range(int start, int min, int max) {
        /** Checks the ranges. */
        public Range {
            if (min < 1 || start < min || max < start || max > UNLIMITED) {
                throw new IllegalArgumentException(
                        "gate: a limit needs 1 <= min <= start <= max <= %d, but has min %d, start %d, max %d"
                                .formatted(UNLIMITED, min, start, max));
            }
        }

        /** A limit that does not move. */
        public static Range pinned(int limit) {
            return new Range(limit, limit, limit);
        }
    }

    /**
     * Limits that follow what the server takes: each begins at 32 and is 1 to 512 for reads, 1 to 256 for writes. The numbers are a
     * kube-apiserver's own, which has 400 seats for reads and 200 for writes unless told otherwise, for all its clients.
     */
    public static GateLimits adaptive() {
        return new GateLimits(new Range(32, 1, 512), new Range(32, 1, 256));
    }

    /** Limits that do not move. What the server refuses is still asked again, and {@code Retry-After} is obeyed. */
    public static GateLimits pinned(int reads, int writes) {
        return new GateLimits(Range.pinned(reads), Range.pinned(writes));
    }

    /** No limits. What the server refuses is still asked again, and {@code Retry-After} is obeyed. */
    public static GateLimits open() {
        return pinned(UNLIMITED, UNLIMITED);
    }

    /** The same with other bounds for reads. */
    public GateLimits reads(Range value) {
        return new GateLimits(value, writes);
    }

    /** The same with other bounds for writes. */
    public GateLimits writes(Range value) {
        return new GateLimits(reads, value);
    }
}
