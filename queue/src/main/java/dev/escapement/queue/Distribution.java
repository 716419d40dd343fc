package dev.escapement.queue;

import java.time.Duration;
import java.util.Arrays;

import dev.escapement.time.Clock;

/** How durations were distributed since the queue was made; exact to a quarter, from 1 ns up. */
public final class Distribution {
    private final long[] counts;
    private final long total;

    Distribution(long[] counts, long total) {
        this.counts = counts;
        this.total = total;
    }

    /** How many durations there were. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** Their sum. */
    public Duration total() {
        return Duration.ofNanos(total);
    }

    /**
     * A duration that the given share of all do not exceed; zero if there were none.
     *
     * @param share from 0 to 1: 0.5 for the median, 1 for the longest
     */
    public Duration quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share must be from 0 to 1, but is " + share);
        }
        long rank = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Duration.ofNanos(Histogram.limit(i));
            }
        }
        return Duration.ZERO;
    }

    /** How many were at most so long; those in the bucket of the bound, a quarter wide, count as longer. */
    public long atMost(Duration bound) {
        long nanos = Clock.after(0, bound);
        long seen = 0;
        for (int i = 0; i < counts.length && Histogram.limit(i) <= nanos; i++) {
            seen += counts[i];
        }
        return seen;
    }

    @Override
    public String toString() {
        return "%d, p50 %s, p99 %s, max %s".formatted(count(), quantile(0.5), quantile(0.99), quantile(1));
    }
}
