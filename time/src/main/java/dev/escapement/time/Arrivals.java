package dev.escapement.time;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Items that were scheduled and have not been entered in the table yet. Entering them together takes half the time: a lock's
 * barrier lets the memory's delay for each single one be felt in full. Not thread-safe.
 */
final class Arrivals<K> {
    private static final int CAPACITY = 64;

    @SuppressWarnings("unchecked") // an array of a generic type cannot be made otherwise
    private final @Nullable K[] items = (@Nullable K[]) new Object[CAPACITY];

    private final long[] dues = new long[CAPACITY];
    private int count;

    void add(K item, long due, TimerTable<K> table) {
        if (count == CAPACITY) {
            enter(table);
        }
        items[count] = item;
        dues[count] = due;
        count++;
    }

    @SuppressWarnings("NullAway") // the first ones are all there
    void enter(TimerTable<K> table) {
        if (count > 0) {
            table.scheduleAll(items, dues, count);
            Arrays.fill(items, 0, count, null);
            count = 0;
        }
    }
}
