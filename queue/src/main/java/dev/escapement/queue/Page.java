package dev.escapement.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.queue.WorkQueue.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Keys that were added, in their order, and what was said of each. Many write, without waiting for each other: each takes the
 * next line and fills it in. One closes the page, and then reads it; before it has been opened again, nothing can be written.
 */
final class Page<K> {
    /** As many keys as are entered in about ten microseconds. */
    private static final int CAPACITY = 256;

    private static final VarHandle KEY = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final int LOOKS = 100;

    final K[] keys;
    final byte[] priority = new byte[CAPACITY];
    final long[] since = new long[CAPACITY];
    /** The keys' hash codes: who enters the page need not look at the keys, which are near those who wrote them. */
    final int[] hashCodes = new int[CAPACITY];

    private final @Nullable Object[] flows = new @Nullable Object[CAPACITY];
    private final @Nullable Object[] whys = new @Nullable Object[CAPACITY];
    /** How many lines have been taken; more than there are when it is full or closed. */
    private final AtomicInteger taken = new AtomicInteger();
    /** How many were, when it was closed. */
    int count;

    @SuppressWarnings("unchecked") // an array of a generic type cannot be made otherwise
    Page() {
        keys = (K[]) new Object[CAPACITY];
    }

    boolean isEmpty() {
        return taken.get() == 0;
    }

    /** Writes a line; returns false if the page is full or closed. */
    boolean write(K key, int hashCode, @Nullable Object flow, Priority urgency, @Nullable Object why, long now) {
        int line = taken.get() >= CAPACITY ? CAPACITY : taken.getAndIncrement();
        if (line >= CAPACITY) {
            return false;
        }
        priority[line] = urgency.level;
        since[line] = now;
        hashCodes[line] = hashCode;
        if (flow != null) {
            flows[line] = flow;
        }
        if (why != null) {
            whys[line] = why;
        }
        KEY.setRelease(keys, line, key);
        return true;
    }

    /** Lets nobody write any more, and waits for those who have begun a line. */
    void close() {
        count = Math.min(CAPACITY, taken.getAndAdd(CAPACITY));
        for (int line = 0; line < count; line++) {
            for (int looks = 1; KEY.getAcquire(keys, line) == null; looks++) {
                if (looks % LOOKS == 0) {
                    ShortLock.giveWay(); // its writer has lost the processor in between
                } else {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Wipes what has been read, for whoever writes next. */
    void open() {
        Arrays.fill(keys, 0, count, null);
        Arrays.fill(flows, 0, count, null);
        Arrays.fill(whys, 0, count, null);
        count = 0;
        taken.set(0);
    }

    @Nullable
    Object flow(int index) {
        return flows[index];
    }

    @Nullable
    Object why(int index) {
        return whys[index];
    }
}
