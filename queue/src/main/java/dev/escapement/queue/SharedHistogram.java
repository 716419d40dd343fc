package dev.escapement.queue;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations as {@link Histogram} does, for any number of threads, without a lock and without garbage. */
public final class SharedHistogram {
    private final AtomicLongArray counts = new AtomicLongArray(Histogram.BUCKETS);
    private final LongAdder total = new LongAdder();

    /** Nothing has been counted yet. */
    public SharedHistogram() {}

    /** Counts a duration, in nanoseconds; a negative one counts as none. */
    public void add(long nanos) {
        long value = Math.max(0, nanos);
        counts.getAndIncrement(Histogram.bucket(value));
        total.add(value);
    }

    /** What has been counted so far; what is being counted meanwhile may be in it by half. */
    public Distribution snapshot() {
        var copy = new long[Histogram.BUCKETS];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
        }
        return new Distribution(copy, total.sum());
    }
}
