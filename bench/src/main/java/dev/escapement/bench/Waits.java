package dev.escapement.bench;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

import dev.escapement.client.ObjectKey;

/** When keys were added and how long they waited for a worker, by their numbers. */
final class Waits {
    /** More than any measure adds. */
    private static final int MOST = 1 << 16;

    private final long[] added = new long[MOST];
    private final AtomicLongArray took = new AtomicLongArray(MOST);
    private int count;

    /** The number of the next key. */
    int next() {
        return count;
    }

    /** Notes that the next key is about to be added. */
    void adding() {
        added[count++] = System.nanoTime();
    }

    /** Notes that a worker has a key, on its thread. */
    void taken(ObjectKey key) {
        int number = Keys.number(key);
        took.set(number, System.nanoTime() - added[number]);
    }

    /** The waits of the keys that were added from a moment on; one that nobody took has waited until the end. */
    long[] since(long from, long end) {
        return LongStream.range(0, count)
                .filter(i -> added[(int) i] >= from)
                .map(i -> took.get((int) i) > 0 ? took.get((int) i) : end - added[(int) i])
                .toArray();
    }

    /** How many of them were taken. */
    int served(long from) {
        return (int) LongStream.range(0, count)
                .filter(i -> added[(int) i] >= from && took.get((int) i) > 0)
                .count();
    }
}
