package dev.escapement.queue;

import java.util.Arrays;

import dev.escapement.queue.WorkQueue.Priority;
import org.jspecify.annotations.Nullable;

/** Keys that were added, in their order, and what was said of each. Not thread-safe. */
final class Page<K> {
    /** As many keys as are entered in about ten microseconds. */
    private static final int CAPACITY = 256;

    @SuppressWarnings("unchecked") // an array of a generic type cannot be made otherwise
    final K[] keys = (K[]) new Object[CAPACITY];

    final byte[] priority = new byte[CAPACITY];
    final long[] since = new long[CAPACITY];
    int count;

    private @Nullable Object @Nullable [] flows;
    private @Nullable Object @Nullable [] whys;

    boolean isFull() {
        return count == CAPACITY;
    }

    void add(K key, @Nullable Object flow, Priority urgency, @Nullable Object why, long now) {
        keys[count] = key;
        priority[count] = urgency.level;
        since[count] = now;
        flows = put(flow, flows);
        whys = put(why, whys);
        count++;
    }

    @Nullable
    Object flow(int index) {
        return flows == null ? null : flows[index];
    }

    @Nullable
    Object why(int index) {
        return whys == null ? null : whys[index];
    }

    void clear() {
        clear(keys);
        clear(flows);
        clear(whys);
        count = 0;
    }

    private void clear(@Nullable Object @Nullable [] column) {
        if (column != null) {
            Arrays.fill(column, 0, count, null);
        }
    }

    private @Nullable Object @Nullable [] put(@Nullable Object what, @Nullable Object @Nullable [] column) {
        if (what == null) {
            return column;
        }
        var made = column == null ? new @Nullable Object[CAPACITY] : column;
        made[count] = what;
        return made;
    }
}
