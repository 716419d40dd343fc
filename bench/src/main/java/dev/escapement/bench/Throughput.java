package dev.escapement.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.escapement.client.ObjectKey;

/**
 * A million distinct keys from four producers to four workers: the median of three rounds, after two to warm up.
 *
 * <p>The queue is first in, first out, so a worker that takes one of four last keys knows that it may end.
 */
final class Throughput {
    private static final int ITEMS = 1_000_000;
    private static final int PRODUCERS = 4;
    private static final int WORKERS = 4;

    private Throughput() {}

    static Figures measure(Supplier<Subject> subjects, Thread.Builder threads) throws InterruptedException {
        int warm = 2;
        int rounds = 3;
        var keys = Keys.of(ITEMS + WORKERS);
        var perSecond = new double[rounds];
        for (int round = -warm; round < rounds; round++) {
            var queue = subjects.get();
            Heap.collect(); // so that no round collects another's garbage
            double seconds = round(queue, keys, threads) / 1e9;
            queue.shutDown();
            if (round >= 0) {
                perSecond[round] = ITEMS / seconds;
            }
        }
        return new Figures().with("items_per_s", Figures.median(perSecond));
    }

    private static long round(Subject queue, ObjectKey[] keys, Thread.Builder threads) throws InterruptedException {
        long start = System.nanoTime();
        var producers = new ArrayList<Thread>();
        for (int p = 0; p < PRODUCERS; p++) {
            int first = p;
            producers.add(threads.start(() -> produce(queue, keys, first)));
        }
        var workers = new ArrayList<Thread>();
        for (int w = 0; w < WORKERS; w++) {
            workers.add(threads.start(() -> work(queue, keys[ITEMS].name())));
        }
        join(producers);
        for (int last = 0; last < WORKERS; last++) {
            queue.add(keys[ITEMS + last]);
        }
        join(workers);
        return System.nanoTime() - start;
    }

    private static void produce(Subject queue, ObjectKey[] keys, int first) {
        for (int i = first; i < ITEMS; i += PRODUCERS) {
            queue.add(keys[i]);
        }
    }

    private static void work(Subject queue, String last) {
        try {
            ObjectKey key;
            do {
                key = QueueCost.taken(queue);
                queue.done(key);
            } while (key.name().compareTo(last) < 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts a worker
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (var thread : threads) {
            thread.join();
        }
    }
}
