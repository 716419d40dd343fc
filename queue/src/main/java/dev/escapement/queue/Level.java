package dev.escapement.queue;

/**
 * The keys that wait at one priority, whose flows take turns.
 *
 * <p>Deficit round robin (Shreedhar and Varghese, "Efficient Fair Queuing using Deficit Round Robin", 1995) in the surplus form
 * (Adiseshu, Parulkar and Varghese, "A Reliable and Scalable Striping Protocol", 1996): as the cost of a key is known only
 * afterwards, a flow may take what overdraws its account, and then waits until its turns have brought it back. Flows with
 * credit that have just come go first, as FQ-CoDel's new flows (RFC 8290, section 4.2).
 */
final class Level {
    private final Fairness fairness;
    private final RowList all;
    /** Flows that have used less than their share. */
    private final Ring fresh = new Ring();
    /** Flows that take turns. */
    private final Ring turn = new Ring();

    Level(Fairness fairness, RowList.Links links) {
        this.fairness = fairness;
        this.all = new RowList(links);
    }

    RowList all() {
        return all;
    }

    void add(int row, int priority, long now) {
        all.add(row);
        if (!fairness.isOn()) {
            return;
        }
        var lane = fairness.lane(row, priority);
        lane.rows.add(row);
        if (fairness.oneMore(lane.flow)) {
            fairness.repay(lane.flow, now, fresh.size() + turn.size());
        }
        if (lane.ring == null) {
            (lane.flow.credit > 0 ? fresh : turn).add(lane);
        }
    }

    /** Takes out a row at any place. */
    void remove(int row, int priority, long now) {
        all.remove(row);
        if (fairness.isOn()) {
            removeFrom(fairness.lane(row, priority), row, now);
        }
    }

    /** Takes out the row whose turn it is; there must be one. */
    int next(long now) {
        if (!fairness.isOn()) {
            int row = all.first();
            all.remove(row);
            return row;
        }
        var lane = choose();
        int row = lane.rows.first();
        all.remove(row);
        removeFrom(lane, row, now);
        return row;
    }

    private void removeFrom(Lane lane, int row, long now) {
        lane.rows.remove(row);
        if (fairness.oneLess(lane.flow)) {
            lane.flow.left = now;
        }
        if (lane.rows.isEmpty() && lane.ring != null) {
            lane.ring.remove(lane);
        }
    }

    private Lane choose() {
        int poor = 0;
        while (true) {
            var ring = fresh.size() == 0 ? turn : fresh;
            var lane = ring.first();
            if (lane == null) {
                throw new AssertionError("keys wait, but no flow has any");
            }
            if (lane.flow.waiting == fairness.waiting()) {
                lane.flow.credit = Math.max(lane.flow.credit, 0); // nobody is kept waiting by what it takes
                return lane;
            }
            if (lane.flow.credit > 0 || fresh.size() + turn.size() == 1) {
                return lane;
            }
            lane.flow.credit += fairness.quantum();
            ring.remove(lane);
            turn.add(lane);
            if (++poor == turn.size() && fresh.size() == 0) {
                skipRounds();
            }
        }
    }

    /** Grants at once the rounds that would bring nobody out of debt. */
    private void skipRounds() {
        long best = Long.MIN_VALUE;
        for (var lane = turn.first(); lane != null; lane = lane.after) {
            best = Math.max(best, lane.flow.credit);
        }
        long rounds = Math.max(0, -best / fairness.quantum());
        for (var lane = turn.first(); lane != null && rounds > 0; lane = lane.after) {
            lane.flow.credit += rounds * fairness.quantum();
        }
    }
}
