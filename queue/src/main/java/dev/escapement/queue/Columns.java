package dev.escapement.queue;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What a queue knows of each key, in columns: arrays that are indexed by the key's row. Numbers in arrays cost a quarter of
 * the memory of objects, and the garbage collector nothing.
 */
final class Columns {
    /** The key needs work: it waits or, if a worker has it, will do so when that is done. */
    static final byte DIRTY = 1;
    /** A worker has the key. */
    static final byte PROCESSING = 2;
    /** The worker that has the key has asked for a retry. */
    static final byte RETRIED = 4;
    /** There was nothing to do for the key; unless that has changed, its row is removed with those of others. */
    static final byte IDLE = 8;

    /** Links the rows that wait at one priority, or those that are with workers. */
    final RowList.Links links = new RowList.Links();

    byte[] state = new byte[16];
    byte[] priority = new byte[16];
    /** Since when the key is dirty. */
    long[] since = new long[16];
    /** Since when a worker has it. */
    long[] started = new long[16];
    /** How many times in a row it was retried. */
    int[] failures = new int[16];
    /** Why it is dirty, and why a worker has it; null until somebody gives a reason. */
    @Nullable
    Object @Nullable [] why;

    @Nullable
    Object @Nullable [] whyStarted;

    /** Makes room for so many rows. */
    void grow(int rows) {
        if (rows <= state.length) {
            return;
        }
        int capacity = Math.max(rows, state.length + (state.length >> 1));
        links.grow(capacity);
        state = Arrays.copyOf(state, capacity);
        priority = Arrays.copyOf(priority, capacity);
        since = Arrays.copyOf(since, capacity);
        started = Arrays.copyOf(started, capacity);
        failures = Arrays.copyOf(failures, capacity);
        if (why != null && whyStarted != null) {
            why = Arrays.copyOf(why, capacity);
            whyStarted = Arrays.copyOf(whyStarted, capacity);
        }
    }

    boolean is(int row, byte flag) {
        return (state[row] & flag) != 0;
    }

    void set(int row, byte flag) {
        state[row] |= flag;
    }

    void clear(int row, byte flag) {
        state[row] &= (byte) ~flag;
    }

    void because(int row, @Nullable Object reason) {
        if (why == null) {
            if (reason == null) {
                return;
            }
            why = new @Nullable Object[state.length];
            whyStarted = new @Nullable Object[state.length];
        }
        why[row] = reason;
    }

    void startBecause(int row) {
        if (why != null && whyStarted != null) {
            whyStarted[row] = why[row];
            why[row] = null;
        }
    }

    @Nullable
    Object why(int row) {
        return why == null ? null : why[row];
    }

    @Nullable
    Object whyStarted(int row) {
        return whyStarted == null ? null : whyStarted[row];
    }

    /** A row that another key may get. */
    void forget(int row) {
        failures[row] = 0;
        if (why != null && whyStarted != null) {
            why[row] = null;
            whyStarted[row] = null;
        }
    }

    static int[] grown(int[] column, int rows) {
        return rows <= column.length
                ? column
                : Arrays.copyOf(column, Math.max(rows, column.length + (column.length >> 1)));
    }
}
