package dev.escapement.ownership;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What follows from what was seen: pure functions of observations and the monotonic clock, in nanoseconds.
 *
 * <p>Why two replicas never hold a slot at once: a holder counts its renewDeadline from the <em>start</em> of the last write
 * that succeeded; others count the lease, which is longer, from a moment after that write; and of those who write, the
 * API server lets one through (the write is conditional on the resourceVersion).
 *
 * @param identity of this replica
 * @param times the durations
 */
record Rules(String identity, SlotTimes times) {
    /**
     * For a replica that does not hold the slot.
     *
     * @param seen what the Lease last said, even if it has been deleted since: its holder, which has not been told, may still
     *     work; null if it was never seen
     * @param share of the jitter, 0 to 1
     */
    Decision waiting(@Nullable Observation seen, long now, double share) {
        if (seen == null || seen.lease().holder().isEmpty() || isMine(seen)) {
            return new Decision.Acquire(); // mine: an earlier tenure's, or a write whose answer was lost
        }
        var left = Duration.ofNanos(seen.since() - now).plus(duration(seen.lease()));
        if (!left.isPositive()) {
            return new Decision.Acquire();
        }
        var pause = pause(share);
        return new Decision.Wait(left.compareTo(pause) < 0 ? left : pause);
    }

    /**
     * For a replica that holds the slot.
     *
     * @param seen what the Lease last said
     * @param renewed when the last renewal that succeeded was begun
     * @param due when the next one is to be begun
     */
    Decision holding(Observation seen, long renewed, long due, long now) {
        if (!isMine(seen)) {
            var holder = seen.lease().holder();
            return new Decision.Lost(
                    holder.isEmpty() ? "its Lease was cleared" : "its Lease now names \"" + holder + "\"");
        }
        if (now - renewed >= times.renewDeadline().toNanos()) {
            return new Decision.Lost(overdue());
        }
        return now >= due ? new Decision.Renew() : new Decision.Wait(Duration.ofNanos(due - now));
    }

    /** Why a holder gives up that could not renew in time. */
    String overdue() {
        return "it could not be renewed for " + times.renewDeadline().toMillis() + " ms";
    }

    /** Between two looks: replicas that started together do not stay together. */
    Duration pause(double share) {
        return times.retry().plusNanos((long) (times.retry().toNanos() * SlotTimes.JITTER * share));
    }

    private boolean isMine(Observation seen) {
        return seen.lease().holder().equals(identity);
    }

    private Duration duration(LeaseRecord lease) {
        return lease.seconds() > 0 ? Duration.ofSeconds(lease.seconds()) : times.lease();
    }
}
