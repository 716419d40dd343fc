package dev.escapement.client;

import java.time.Duration;
import java.util.ArrayList;

/** Counts waits in the buckets of {@link GateState.Waits}. Not thread-safe. */
final class GateWaits {
    private static final long[] BOUNDS =
            GateState.Waits.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

    private final long[] counts = new long[BOUNDS.length];
    private long count;
    private long total;

    void add(long nanos) {
        count++;
        total += nanos;
        for (int i = 0; i < BOUNDS.length; i++) {
            if (nanos <= BOUNDS[i]) {
                counts[i]++;
                return;
            }
        }
    }

    GateState.Waits snapshot() {
        var cumulated = new ArrayList<Long>(counts.length);
        long sum = 0;
        for (long bucket : counts) {
            sum += bucket;
            cumulated.add(sum);
        }
        return new GateState.Waits(cumulated, count, Duration.ofNanos(total));
    }
}
