package dev.escapement.bench;

import java.util.function.Supplier;

import dev.escapement.client.ObjectKey;

/** What single operations of a queue cost. */
final class QueueCost {
    private static final int MILLION = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private QueueCost() {}

    /** Adds, takes and finishes one key after another in one thread: the median of five rounds, after two to warm up. */
    static Figures single(Supplier<Subject> subjects) throws InterruptedException {
        int warm = 2;
        int rounds = 5;
        var queue = subjects.get();
        var keys = Keys.of(1024);
        var nanos = new double[rounds];
        var bytes = new double[rounds];
        for (int round = -warm; round < rounds; round++) {
            long before = Heap.allocated();
            long start = System.nanoTime();
            long done = 0;
            for (; System.nanoTime() - start < SECOND; done += 10L * keys.length) {
                for (int i = 0; i < 10; i++) {
                    pass(queue, keys);
                }
            }
            if (round >= 0) {
                nanos[round] = (System.nanoTime() - start) / (double) done;
                bytes[round] = (Heap.allocated() - before) / (double) done;
            }
        }
        return new Figures().with("ns", Figures.median(nanos)).with("alloc_bytes", Figures.median(bytes));
    }

    private static void pass(Subject queue, ObjectKey[] keys) throws InterruptedException {
        for (var key : keys) {
            queue.add(key);
            queue.done(taken(queue));
        }
    }

    /** Times single adds to a queue that holds a million keys and has no workers; once before that to warm up. */
    static Figures addLatency(Supplier<Subject> subjects) throws InterruptedException {
        int samples = 100_000;
        var keys = Keys.of(MILLION + samples);
        addLatency(subjects.get(), keys, samples);
        return addLatency(subjects.get(), keys, samples);
    }

    private static Figures addLatency(Subject queue, ObjectKey[] keys, int samples) throws InterruptedException {
        long before = Heap.live();
        for (int i = 0; i < MILLION; i++) {
            queue.add(keys[i]);
        }
        double bytes = (Heap.live() - before) / (double) MILLION;
        var took = new long[samples];
        for (int i = 0; i < samples; i++) {
            long start = System.nanoTime();
            queue.add(keys[MILLION + i]);
            took[i] = System.nanoTime() - start;
            if (i % 1000 == 999) {
                Thread.sleep(1); // as for a queue that takes in what is added in the background
            }
        }
        queue.shutDown();
        return new Figures().percentiles(took, 1, "ns").with("bytes", bytes);
    }

    /** The next key of a queue that has not been shut down. */
    static ObjectKey taken(Subject queue) throws InterruptedException {
        var key = queue.take();
        if (key == null) {
            throw new IllegalStateException("the queue was shut down");
        }
        return key;
    }
}
