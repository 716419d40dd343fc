package dev.escapement.ownership;

import java.time.Duration;

/**
 * How long a slot is kept and how often its holder says that it is there.
 *
 * <p>What lies between {@code renewDeadline} and {@code lease} is the time that a holder has to stop its work, and the room
 * for clocks that run at different speeds.
 *
 * @param lease how long after a renewal nobody else may take the slot; whole seconds, at least 1, as a Lease tells no less
 * @param renewDeadline how long after the last successful renewal a holder gives up; less than {@code lease}
 * @param retry between two renewals or two looks at a slot that is taken; at most half of {@code renewDeadline}
 */
public record SlotTimes(Duration lease, Duration renewDeadline, Duration retry) {
    /** The share of {@code retry} that is added at random by those who wait; client-go's JitterFactor. */
    static final double JITTER = 1.2;

    /** Checks the ranges. */
    public SlotTimes {
        check(
                lease.equals(Duration.ofSeconds(lease.toSeconds()))
                        && lease.toSeconds() >= 1
                        && lease.toSeconds() <= Integer.MAX_VALUE,
                "lease must be whole seconds and at least one, but is " + lease);
        check(
                renewDeadline.isPositive() && renewDeadline.compareTo(lease) < 0,
                "renewDeadline must be positive and less than the lease of " + lease + ", but is " + renewDeadline);
        check(
                retry.isPositive() && retry.compareTo(renewDeadline.dividedBy(2)) <= 0,
                "retry must be positive and at most half of the renewDeadline of " + renewDeadline + ", but is "
                        + retry);
    }

    /** What client-go's leader election uses: 15 s, 10 s, 2 s. */
    public static SlotTimes standard() {
        return new SlotTimes(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    /** How long one request may take: two of them, one after the other, fit into the renewDeadline. */
    Duration answer() {
        return renewDeadline.dividedBy(2);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("slot times: " + message);
        }
    }
}
