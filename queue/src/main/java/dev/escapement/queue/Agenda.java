package dev.escapement.queue;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.Clock;
import dev.escapement.time.TimerTable;
import org.jspecify.annotations.Nullable;

import static dev.escapement.queue.Columns.DIRTY;
import static dev.escapement.queue.Columns.IDLE;
import static dev.escapement.queue.Columns.PROCESSING;
import static dev.escapement.queue.Columns.RETRIED;

/**
 * What there is to do: a row for each key that waits, is scheduled or is with a worker, and none for others, so memory is
 * bounded by that. All rules of a {@link WorkQueue} are here; locks and waiting are the {@link KeyedQueue}'s. Not thread-safe.
 */
final class Agenda<K> {
    static final long NEVER = Long.MAX_VALUE;

    private static final int HANDS = 64;
    private static final byte NORMAL = Priority.NORMAL.level;

    private final TimerTable<K> table = new TimerTable<>();
    private final Columns columns = new Columns();
    private final Fairness fairness;
    private final Ready ready;
    private final RowList working = new RowList(columns.links);

    /** Rows that are worked on together. */
    private int[] rows = new int[16];
    /** Rows that nothing was left to do for, of which some have been wanted again since. */
    private final int[] idle = new int[32];

    private int idles;
    /** By thread, of which some have one place: the row it took last, so that it need not be searched for when it is done. */
    private final int[] hands = new int[HANDS];

    private long adds;
    private long schedules;
    /** The sum of the instants at which the keys in work were taken, modulo 2^64. */
    private long startedSum;

    private final Histogram waited = new Histogram();
    private final Histogram worked = new Histogram();

    Agenda(QueueBuilder<K> builder) {
        this.fairness = new Fairness(builder.flow != null, Clock.after(0, builder.quantum));
        this.ready = new Ready(builder.ageLimits, fairness, columns.links);
    }

    int depth() {
        return ready.size();
    }

    int processing() {
        return working.size();
    }

    int scheduled() {
        return table.scheduled();
    }

    boolean isEmpty() {
        return ready.size() == 0 && working.isEmpty();
    }

    /** When the next schedule is due. */
    long earliest() {
        return table.earliest(NEVER);
    }

    /** Work is wanted on a key now. */
    void add(K key, @Nullable Object flow, Priority priority, @Nullable Object why, long now) {
        int row = row(key, flow);
        table.unschedule(row);
        want(row, priority.level, why, now);
    }

    /** The same for all keys of a page, in less time. */
    void addAll(Page<K> page) {
        int count = page.count;
        rows = Columns.grown(rows, count);
        table.obtainAll(page.keys, page.hashCodes, rows, count);
        columns.grow(table.rows());
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            enter(row, page.flow(i));
            table.unschedule(row);
            want(row, page.priority[i], page.why(i), page.since[i]);
        }
    }

    /**
     * Work is wanted on a key at an instant.
     *
     * @param earliest whether an earlier schedule stays
     * @param failures what a retry brings their number to; 0 for what is no retry
     */
    void schedule(K key, @Nullable Object flow, long due, boolean earliest, int failures, long now) {
        int row = row(key, flow);
        if (failures > 0) {
            columns.failures[row] = failures;
            if (columns.is(row, PROCESSING)) {
                columns.set(row, RETRIED);
            }
        }
        if (due <= now) {
            table.unschedule(row);
            want(row, NORMAL, null, now);
        } else if (!columns.is(row, DIRTY) && !(earliest && table.isScheduled(row) && table.due(row) <= due)) {
            table.schedule(row, due);
            schedules++;
        }
    }

    /** Lets the earliest key wait whose schedule is due; returns false if there is none. */
    boolean moveDue(long now) {
        int row = table.pollDue(now);
        if (row < 0) {
            return false;
        }
        want(row, NORMAL, null, now);
        return true;
    }

    boolean cancel(K key) {
        int row = table.find(key);
        if (row < 0 || !table.unschedule(row)) {
            return false;
        }
        dropIfIdle(row);
        return true;
    }

    int failures(K key) {
        int row = table.find(key);
        return row < 0 ? 0 : columns.failures[row];
    }

    boolean forget(K key) {
        int row = table.find(key);
        if (row >= 0) {
            columns.failures[row] = 0;
        }
        return row >= 0;
    }

    /** Hands out the key whose turn it is to a worker's thread; there must be one. */
    K next(long now, Thread worker) {
        int row = ready.next(now, columns.since);
        columns.set(row, PROCESSING);
        columns.clear(row, (byte) (DIRTY | RETRIED));
        columns.started[row] = now;
        columns.startBecause(row);
        waited.add(now - columns.since[row]);
        startedSum += now;
        working.add(row);
        fairness.start(row);
        hands[hand(worker)] = row;
        return table.key(row);
    }

    /** Takes back a key that was handed out. */
    void done(K key, long now) {
        int row = hands[hand(Thread.currentThread())];
        if (row >= table.rows() || !table.isKey(row, key)) {
            row = table.find(key); // somebody else took it
        }
        if (row < 0 || !columns.is(row, PROCESSING)) {
            throw new IllegalStateException("done(" + key + "), which no worker has taken");
        }
        long started = columns.started[row];
        long took = Math.max(0, now - started);
        worked.add(took);
        startedSum -= started;
        working.remove(row);
        fairness.finish(row, took);
        if (!columns.is(row, RETRIED)) {
            columns.failures[row] = 0;
        }
        columns.clear(row, (byte) (PROCESSING | RETRIED));
        if (columns.is(row, DIRTY)) {
            ready.add(row, columns.priority[row], now);
        } else {
            dropIfIdle(row);
        }
    }

    void dropSchedules() {
        for (int row = table.pollDue(NEVER); row >= 0; row = table.pollDue(NEVER)) {
            dropIfIdle(row);
        }
    }

    /** Forgets what waits or is scheduled, and what will wait when a worker gives it back. */
    void dropAll() {
        dropSchedules();
        for (var priority : Priority.values()) {
            var rows = ready.all(priority);
            while (!rows.isEmpty()) {
                int row = rows.first();
                ready.remove(row, priority.level, 0);
                columns.clear(row, DIRTY);
                dropIfIdle(row);
            }
        }
        for (int row = working.first(); row >= 0; row = working.after(row)) {
            columns.clear(row, DIRTY);
        }
    }

    QueueStats stats(long now) {
        return snapshot(now).stats(adds, schedules, startedSum, waited, worked);
    }

    Snapshot<K> snapshot(long now) {
        return new Snapshot<>(now, table, columns, ready, working);
    }

    Fairness fairness() {
        return fairness;
    }

    private int row(K key, @Nullable Object flow) {
        int row = table.obtain(key);
        columns.grow(table.rows());
        enter(row, flow);
        return row;
    }

    private void enter(int row, @Nullable Object flow) {
        if (flow != null) {
            fairness.enter(row, flow);
        }
    }

    private void want(int row, byte priority, @Nullable Object why, long now) {
        if (!columns.is(row, DIRTY)) {
            columns.set(row, DIRTY);
            columns.priority[row] = priority;
            columns.since[row] = now;
            columns.because(row, why);
            adds++;
            if (!columns.is(row, PROCESSING)) {
                ready.add(row, priority, now);
            }
            return;
        }
        if (why != null && columns.why(row) == null) {
            columns.because(row, why);
        }
        if (priority < columns.priority[row]) {
            if (!columns.is(row, PROCESSING)) {
                ready.remove(row, columns.priority[row], now);
                ready.add(row, priority, now);
            }
            columns.priority[row] = priority;
        }
    }

    private static int hand(Thread worker) {
        return (int) worker.threadId() & HANDS - 1;
    }

    /** Forgets what is known of a key if there is nothing to do for it; some such keys leave the table together. */
    private void dropIfIdle(int row) {
        if ((columns.state[row] & ~IDLE) != 0 || table.isScheduled(row)) {
            return;
        }
        columns.forget(row);
        fairness.forget(row);
        if (!columns.is(row, IDLE)) {
            columns.set(row, IDLE);
            idle[idles++] = row;
            if (idles == idle.length) {
                removeIdle();
            }
        }
    }

    private void removeIdle() {
        int count = 0;
        for (int i = 0; i < idles; i++) {
            int row = idle[i];
            columns.clear(row, IDLE);
            if (columns.state[row] == 0 && !table.isScheduled(row)) {
                idle[count++] = row;
            }
        }
        table.removeAll(idle, count);
        idles = 0;
    }
}
