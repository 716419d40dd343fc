package dev.escapement.time;

import java.util.List;
import java.util.function.ObjIntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Keys that are found by themselves and by the time at which they are due: a hash table and a heap over the same rows.
 *
 * <p>It is what {@link Timers} and the work queues are made of, for those who build something of the kind. A key has a row, a
 * small number that is its own until it is removed; what else is known of the key goes into columns: arrays that are indexed by
 * row and grown to {@link #rows}. Nothing is allocated for a key, but for the growth of the whole. Not thread-safe.
 *
 * @param <K> the type of the keys; equal keys are one
 */
public final class TimerTable<K> {
    private static final int BATCH = 32;
    private static final int LAST = BATCH - 1;

    private final RowTable<K> table = new RowTable<>();
    private final RowHeap heap = new RowHeap();
    /** Rows that are worked on together. */
    private final int[] batch = new int[BATCH];
    /** Takes what was read to bring it near, so that reading it is not left out; nobody looks at it. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    /** An empty table. */
    public TimerTable() {}

    /** How many keys there are. */
    public int size() {
        return table.size();
    }

    /** All rows are less than this; it never shrinks. */
    public int rows() {
        return table.rows();
    }

    /** The row of a key, or -1 if it has none. */
    public int find(K key) {
        return table.find(key);
    }

    /** The row of a key; it gets one, and is scheduled for nothing, if it has none. */
    public int obtain(K key) {
        return table.obtain(key);
    }

    /**
     * The key of a row.
     *
     * @throws IllegalStateException if the row has none
     */
    public K key(int row) {
        return table.key(row);
    }

    /**
     * Whether this very object, and not only one that is equal, is the key of a row.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public boolean isKey(int row, K key) {
        return table.isKey(row, key);
    }

    /**
     * Removes a key and its schedule; the row may be another key's at once.
     *
     * @throws IllegalStateException if the row has no key
     */
    public void remove(int row) {
        table.remove(row);
        heap.remove(row);
    }

    /**
     * Removes many keys, as {@link #remove} does one by one, but in less time.
     *
     * @param rows rows that have keys, each once
     * @param count how many there are
     * @throws IllegalStateException if one of the rows has no key
     */
    public void removeAll(int[] rows, int count) {
        int near = 0;
        for (int i = 0; i < count; i++) {
            near += table.touchRow(rows[i]);
        }
        for (int i = 0; i < count; i++) {
            remove(rows[i]);
        }
        touched = near;
    }

    /** How many keys are scheduled. */
    public int scheduled() {
        return heap.size();
    }

    /** Sets the time at which a row is due, in place of an earlier one. */
    public void schedule(int row, long due) {
        heap.set(row, due);
    }

    /** Forgets when a row is due; returns false if it was not scheduled. */
    public boolean unschedule(int row) {
        return heap.remove(row);
    }

    /** Whether a row is scheduled. */
    public boolean isScheduled(int row) {
        return heap.contains(row);
    }

    /** When a row is due that {@linkplain #isScheduled is scheduled}. */
    public long due(int row) {
        return heap.due(row);
    }

    /** When the earliest row is due; the given value if none is scheduled. */
    public long earliest(long none) {
        return heap.earliest(none);
    }

    /** The earliest row that is due by now, of equal ones the first that was set, or -1; after that it is not scheduled. */
    public int pollDue(long now) {
        return heap.poll(now);
    }

    /** Removes and returns the earliest key that is due by now; null if there is none. */
    public @Nullable K takeDue(long now) {
        int row = heap.poll(now);
        if (row < 0) {
            return null;
        }
        var key = table.key(row);
        table.remove(row);
        return key;
    }

    /** Removes a key and its schedule; returns false if it has no row. */
    public boolean forget(K key) {
        int row = table.find(key);
        if (row < 0) {
            return false;
        }
        remove(row);
        return true;
    }

    /**
     * Removes the earliest keys that are due by now, as {@link #takeDue(long)} does one by one, but in less time.
     *
     * @param keys where they are added, in order
     * @param max the most to take
     */
    public void takeDue(long now, List<? super K> keys, int max) {
        takeDue(now, max, (key, _) -> keys.add(key));
    }

    /** The same; each key is handed over with its {@linkplain RowTable#hash hash}. */
    void takeDue(long now, int max, ObjIntConsumer<? super K> taker) {
        int count = 0;
        for (int row = 0; count < max && (row = heap.poll(now)) >= 0; count++) {
            batch[count & LAST] = row;
            if ((count & LAST) == LAST) {
                handOver(taker, BATCH);
            }
        }
        handOver(taker, count & LAST);
    }

    /**
     * Schedules many keys, as {@link #obtain} and {@link #schedule} do one by one, but in less time: where the table does not
     * fit into the processor's caches, the memory's delay for one key passes while the next ones are asked for.
     *
     * @param keys the keys; equal ones may be among them, of which the last counts
     * @param dues when each is due
     * @param count how many there are
     */
    public void scheduleAll(K[] keys, long[] dues, int count) {
        int near = 0;
        for (int from = 0; from < count; from += BATCH) {
            int until = Math.min(from + BATCH, count);
            for (int i = from; i < until; i++) {
                near += table.touch(keys[i].hashCode());
            }
            for (int i = from; i < until; i++) {
                int row = table.obtain(keys[i]);
                batch[i - from] = row;
                near += heap.touch(row);
            }
            for (int i = from; i < until; i++) {
                heap.set(batch[i - from], dues[i]);
            }
        }
        touched = near;
    }

    /**
     * Finds the rows of many keys, as {@link #obtain} does one by one, but in less time.
     *
     * @param keys the keys; equal ones may be among them
     * @param hashCodes what the keys say to {@link Object#hashCode}
     * @param rows where the rows are put
     * @param count how many keys there are
     */
    public void obtainAll(K[] keys, int[] hashCodes, int[] rows, int count) {
        int near = 0;
        for (int from = 0; from < count; from += BATCH) {
            int until = Math.min(from + BATCH, count);
            for (int i = from; i < until; i++) {
                near += table.touch(hashCodes[i]);
            }
            for (int i = from; i < until; i++) {
                rows[i] = table.obtain(keys[i], hashCodes[i]);
            }
        }
        touched = near;
    }

    private void handOver(ObjIntConsumer<? super K> taker, int count) {
        int near = 0;
        for (int i = 0; i < count; i++) {
            near += table.touchRow(batch[i]);
        }
        for (int i = 0; i < count; i++) {
            int row = batch[i];
            taker.accept(table.key(row), table.hash(row));
            table.remove(row);
        }
        touched = near;
    }
}
