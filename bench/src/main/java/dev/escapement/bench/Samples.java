package dev.escapement.bench;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** Times that were measured, in nanoseconds, by many threads. */
final class Samples {
    private final ReentrantLock lock = new ReentrantLock();
    private long[] values = new long[1024];
    private int count;

    void add(long nanos) {
        lock.lock();
        try {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = nanos;
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** The percentiles as members of a JSON object. */
    String json() {
        long[] sorted;
        lock.lock();
        try {
            sorted = Arrays.copyOf(values, count);
        } finally {
            lock.unlock();
        }
        if (sorted.length == 0) {
            return "";
        }
        Arrays.sort(sorted);
        return ",\"p50_us\":%d,\"p99_us\":%d,\"max_us\":%d"
                .formatted(
                        sorted[sorted.length / 2] / 1000,
                        sorted[(int) (sorted.length * 99L / 100)] / 1000,
                        sorted[sorted.length - 1] / 1000);
    }
}
