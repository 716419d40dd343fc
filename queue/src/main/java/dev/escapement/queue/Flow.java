package dev.escapement.queue;

import org.jspecify.annotations.Nullable;

/**
 * What has one flow in common: its account of worker time. Credit is in nanoseconds; it may be overdrawn by what was handed
 * out last, and is corrected when that is given back.
 */
final class Flow {
    /** How much a new cost changes the estimate: an eighth, as in TCP's round-trip estimate (RFC 6298). */
    private static final int GAIN = 8;
    /** One run that hung, a minute's worth at most, is held against a flow. */
    private static final long MOST_DEBT = 60_000_000_000L;

    final Object name;
    final @Nullable Lane[] lanes = new @Nullable Lane[WorkQueue.Priority.values().length];
    /** How many rows belong to it: waiting, scheduled or with a worker. */
    int rows;

    int waiting;
    int processing;
    long credit;
    /** What a key costs, by experience. */
    long cost;
    /** When it had nothing waiting any more. */
    long left;

    Flow(Object name, long credit, long cost) {
        this.name = name;
        this.credit = credit;
        this.cost = cost;
    }

    /** Takes the expected cost of a key, which is returned. */
    long charge() {
        credit -= cost;
        return cost;
    }

    /** Takes the difference between what a key has cost and what was expected. */
    void settle(long charged, long actual) {
        credit = Math.max(credit + charged - actual, -MOST_DEBT);
        cost += (actual - cost) / GAIN;
    }
}
