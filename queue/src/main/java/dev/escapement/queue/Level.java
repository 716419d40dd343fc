package dev.escapement.queue;

import java.util.ArrayDeque;

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
    private final ArrayDeque<Lane> fresh = new ArrayDeque<>();
    /** Flows that take turns. */
    private final ArrayDeque<Lane> turn = new ArrayDeque<>();

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
        if (lane.flow.waiting++ == 0) {
            fairness.repay(lane.flow, now, fresh.size() + turn.size());
        }
        if (!lane.listed) {
            lane.listed = true;
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
        if (--lane.flow.waiting == 0) {
            lane.flow.left = now;
        }
        if (lane.rows.isEmpty() && (leave(fresh, lane) || leave(turn, lane))) {
            lane.listed = false; // one that is not at the head is passed over when its turn comes
        }
    }

    private static boolean leave(ArrayDeque<Lane> ring, Lane lane) {
        if (ring.peekFirst() != lane) {
            return false;
        }
        ring.removeFirst();
        return true;
    }

    private Lane choose() {
        int poor = 0;
        while (true) {
            var ring = fresh.isEmpty() ? turn : fresh;
            var lane = ring.element();
            if (lane.rows.isEmpty()) {
                ring.remove();
                lane.listed = false;
                continue;
            }
            if (fresh.size() + turn.size() == 1) {
                lane.flow.credit = Math.max(lane.flow.credit, 0); // nobody is kept waiting by what it takes
                return lane;
            }
            if (lane.flow.credit > 0) {
                return lane;
            }
            lane.flow.credit += fairness.quantum();
            ring.remove();
            turn.add(lane);
            if (++poor == turn.size() && fresh.isEmpty()) {
                skipRounds();
            }
        }
    }

    /** Grants at once the rounds that would bring nobody out of debt. */
    private void skipRounds() {
        long best = turn.stream().mapToLong(lane -> lane.flow.credit).max().orElse(0);
        long rounds = Math.max(0, -best / fairness.quantum());
        if (rounds > 0) {
            turn.forEach(lane -> lane.flow.credit += rounds * fairness.quantum());
        }
    }
}
