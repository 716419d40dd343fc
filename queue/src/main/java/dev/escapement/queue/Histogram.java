package dev.escapement.queue;

/**
 * Counts durations in buckets, four to each doubling, so that a bucket's bounds are at most a quarter apart. Not thread-safe.
 */
public final class Histogram {
    /** Two bits below the leading one tell four buckets of a doubling apart. */
    private static final int DETAIL = 2;

    static final int BUCKETS = (64 - DETAIL) << DETAIL;

    private final long[] counts = new long[BUCKETS];
    private long total;

    /** Nothing has been counted yet. */
    public Histogram() {}

    /** Counts a duration, in nanoseconds; a negative one counts as none. */
    public void add(long nanos) {
        long value = Math.max(0, nanos);
        counts[bucket(value)]++;
        total += value;
    }

    /** What has been counted so far. */
    public Distribution snapshot() {
        return new Distribution(counts.clone(), total);
    }

    static int bucket(long nanos) {
        int shift = Math.max(0, 63 - DETAIL - Long.numberOfLeadingZeros(nanos | 1));
        return (shift << DETAIL) + (int) (nanos >>> shift);
    }

    /** The greatest number of nanoseconds that is counted in a bucket. */
    static long limit(int bucket) {
        int shift = Math.max(0, (bucket >> DETAIL) - 1);
        return ((bucket - ((long) shift << DETAIL) + 1) << shift) - 1;
    }
}
