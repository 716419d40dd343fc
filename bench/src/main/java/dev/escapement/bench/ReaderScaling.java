package dev.escapement.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

import dev.escapement.cache.Informer;
import dev.escapement.client.Json;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.LockWaits;

/** How many reads a second 1, 2, 4 and 8 threads make of one cache of widgets, and whether any of them ever waited for a lock. */
final class ReaderScaling {
    private static final int[] THREADS = {1, 2, 4, 8};
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 3;

    private final Informer informer;
    private final List<ObjectKey> keys;
    private final ToLongFunction<RawObject> read;
    private final int reads;
    /** Waits of the reading threads, for monitors and by parking, whoever's lock it was; less those at the barriers. */
    private final AtomicLong waits = new AtomicLong();

    private final AtomicLong seen = new AtomicLong();

    private ReaderScaling(Informer informer, int reads, ToLongFunction<RawObject> read) {
        this.informer = informer;
        this.keys = informer.objects().map(object -> object.header().key()).toList();
        this.reads = reads;
        this.read = read;
    }

    /** With a typed copy for each read, and with its header only. */
    static Figures measure(Informer informer) throws Exception {
        var json = new Json();
        var figures = new Figures();
        new ReaderScaling(
                        informer,
                        40_000,
                        object -> json.decode(object.json(), Widget.class)
                                .getSpec()
                                .size())
                .measure("decode", figures);
        new ReaderScaling(informer, 2_000_000, object -> object.header().generation()).measure("header", figures);
        return figures;
    }

    private void measure(String what, Figures figures) throws Exception {
        long before = ours();
        for (int threads : THREADS) {
            var perSecond = new double[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                if (round == 0) {
                    waits.set(0); // until then classes are loaded and code is compiled, with the JVM's own locks
                }
                double seconds = run(threads);
                if (round >= 0) {
                    perSecond[round] = (double) reads * threads / seconds;
                }
            }
            figures.with(what + "_per_s_" + threads, Figures.median(perSecond));
        }
        figures.with(what + "_waits_of_8", (double) waits.get())
                .with(what + "_waits_for_ours", (double) (ours() - before))
                .with(what + "_seen", (double) seen.get());
    }

    private static long ours() {
        return LockWaits.all().values().stream().mapToLong(LockWaits::count).sum();
    }

    /** Returns how many seconds it takes until the last of the threads has done. */
    private double run(int count) throws Exception {
        var barrier = new CyclicBarrier(count + 1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            int first = i * keys.size() / count;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    barrier.await();
                    readFrom(first);
                    barrier.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        barrier.await();
        long start = System.nanoTime();
        barrier.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        for (var thread : threads) {
            thread.join();
        }
        return seconds;
    }

    private void readFrom(int first) {
        long before = waited();
        long sum = 0;
        for (int i = 0; i < reads; i++) {
            var key = keys.get((int) ((first + i * 7919L) % keys.size()));
            sum += read.applyAsLong(informer.get(key).orElseThrow());
        }
        seen.addAndGet(sum);
        waits.addAndGet(waited() - before);
    }

    private static long waited() {
        var info = ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().threadId());
        return info.getBlockedCount() + info.getWaitedCount();
    }
}
