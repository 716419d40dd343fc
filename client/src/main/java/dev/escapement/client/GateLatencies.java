package dev.escapement.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts how long answers took, in the buckets of {@link GateState.Waits}, without a lock. */
final class GateLatencies {
    private static final long[] BOUNDS =
            GateState.Waits.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    /** One more than there are bounds: for what took longer than all of them. */
    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);

    private final LongAdder total = new LongAdder();

    void add(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        counts.getAndIncrement(bucket);
        total.add(nanos);
    }

    GateState.Waits snapshot() {
        var cumulated = new ArrayList<Long>(BOUNDS.length);
        long sum = 0;
        for (int i = 0; i < BOUNDS.length; i++) {
            sum += counts.get(i);
            cumulated.add(sum);
        }
        return new GateState.Waits(cumulated, sum + counts.get(BOUNDS.length), Duration.ofNanos(total.sum()));
    }
}
