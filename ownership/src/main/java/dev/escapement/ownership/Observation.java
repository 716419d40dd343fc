package dev.escapement.ownership;

import org.jspecify.annotations.Nullable;

/**
 * What a Lease said, and since when it has said so as far as this replica saw.
 *
 * <p>Since when is of this replica's monotonic clock. It is not before the holder's write, so a lease never seems to be over
 * sooner than its holder thinks, however wrong the wall clocks are.
 *
 * @param lease what it said
 * @param since {@code Clock.nanos()} after the answer that first said so
 */
record Observation(LeaseRecord lease, long since) {
    /** The next one, after a look at the Lease: only what the spec says counts as news, not a label that somebody changed. */
    static Observation after(@Nullable Observation before, LeaseRecord seen, long now) {
        return before != null && before.lease.equals(seen) ? before : new Observation(seen, now);
    }
}
