package dev.escapement.queue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The flows of a queue, and which of them each row belongs to.
 *
 * <p>A flow that has nothing to do is kept for a while, since it may have used more than its share just before; as many as
 * {@value #KEPT} such flows, or as there are busy ones, so that memory follows what the queue holds.
 */
final class Fairness {
    private static final int KEPT = 1024;

    private final boolean on;
    private final long quantum;
    private final RowList.Links links = new RowList.Links();
    private final Map<Object, Flow> flows = new HashMap<>();
    private @Nullable Flow[] flow = new @Nullable Flow[16];
    private long[] charged = new long[16];
    private int sweepAt = 2 * KEPT;
    private int waiting;
    private int processing;
    private long cost;

    /** @param on whether there are flows at all */
    Fairness(boolean on, long quantum) {
        this.on = on;
        this.quantum = quantum;
        this.cost = quantum;
    }

    boolean isOn() {
        return on;
    }

    long quantum() {
        return quantum;
    }

    Lane lane(int row, int priority) {
        var its = flow(row);
        var lane = its.lanes[priority];
        if (lane == null) {
            lane = new Lane(its, links);
            its.lanes[priority] = lane;
        }
        return lane;
    }

    /** How many keys of all flows wait, at all priorities. */
    int waiting() {
        return waiting;
    }

    /** Counts a key that waits; returns whether it is the only one of its flow. */
    boolean oneMore(Flow its) {
        waiting++;
        return ++its.waiting == 1;
    }

    /** Counts a key that does not wait any more; returns whether it was the last one of its flow. */
    boolean oneLess(Flow its) {
        waiting--;
        return --its.waiting == 0;
    }

    void start(int row) {
        if (on) {
            processing++;
            var its = flow(row);
            its.processing++;
            charged[row] = its.charge();
        }
    }

    void finish(int row, long actual) {
        if (on) {
            processing--;
            var its = flow(row);
            its.processing--;
            its.settle(charged[row], actual);
            cost += (actual - cost) / 64;
        }
    }

    /** Says which flow a row belongs to, until it is forgotten. */
    void enter(int row, Object name) {
        if (row >= flow.length) {
            int capacity = Math.max(row + 1, flow.length + (flow.length >> 1));
            links.grow(capacity);
            flow = Arrays.copyOf(flow, capacity);
            charged = Arrays.copyOf(charged, capacity);
        }
        if (flow[row] == null) {
            var known = flows.get(name);
            if (known == null) {
                known = open(name);
            }
            known.rows++;
            flow[row] = known;
        }
    }

    void forget(int row) {
        if (on) {
            flow(row).rows--;
            flow[row] = null;
        }
    }

    /**
     * Gives back to a flow what it could have used while it had nothing waiting: its share of the workers, at most one.
     *
     * @param competitors how many other flows there are
     */
    void repay(Flow its, long now, int competitors) {
        double share = Math.min(1, Math.max(1, processing) / (competitors + 1.0));
        its.credit = Math.min(quantum, its.credit + (long) ((now - its.left) * share));
    }

    List<WorkQueue.FlowStats> stats() {
        return flows.values().stream()
                .filter(its -> its.waiting + its.processing > 0)
                .map(its -> new WorkQueue.FlowStats(its.name, its.waiting, its.processing, Duration.ofNanos(its.cost)))
                .sorted(Comparator.comparingInt(WorkQueue.FlowStats::waiting).reversed())
                .toList();
    }

    private Flow flow(int row) {
        var known = flow[row];
        if (known == null) {
            throw new AssertionError("row " + row + " has entered no flow");
        }
        return known;
    }

    private Flow open(Object name) {
        if (flows.size() >= sweepAt) {
            flows.values().removeIf(its -> its.rows == 0);
            sweepAt = 2 * Math.max(KEPT, flows.size());
        }
        var opened = new Flow(name, quantum, cost);
        flows.put(name, opened);
        return opened;
    }
}
