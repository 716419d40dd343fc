package dev.escapement;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.testcluster.Await;
import dev.escapement.time.Clock;

import static dev.escapement.Always.always;

/** Measures what ten thousand daemons take that sleep on their stops; also in a process of its own. */
final class DaemonCost implements AutoCloseable {
    static final int COUNT = 10_000;

    private final CompanionRig rig = new CompanionRig();
    private final Map<ObjectKey, RawObject> objects = new HashMap<>();

    DaemonCost() {
        for (int i = 0; i < COUNT; i++) {
            var object = rig.put("g" + i, 1);
            objects.put(object.key(), object);
        }
    }

    /** Prints what each takes, once for each time that all are started and stopped. */
    public static void main(String[] args) throws InterruptedException {
        try (var cost = new DaemonCost()) {
            for (int round = 0; round < Integer.parseInt(args[0]); round++) {
                System.out.println(cost.measure());
            }
        }
        System.exit(0);
    }

    /** Starts them, waits until all sleep, and stops them; returns the bytes of heap that each took, its object not counted. */
    long measure() throws InterruptedException {
        var parts = rig.parts(Clock.system());
        var threads = new Thread[COUNT];
        var begun = new AtomicInteger();
        var running = new CountDownLatch(COUNT);
        var controller = Controller.of(Gadget.class)
                .daemon("tail", always().heartbeat(Duration.ofHours(2)), context -> {
                    threads[begun.getAndIncrement()] = Thread.currentThread();
                    running.countDown();
                    while (!context.stop().await(Duration.ofHours(1))) {
                        context.heartbeat();
                    }
                });
        long before = live();
        var companion = Companion.of(controller.plan(), parts, key -> Optional.ofNullable(objects.get(key)))
                .getFirst();
        objects.values().forEach(object -> companion.present(null, object));
        long start = System.nanoTime();
        companion.start();
        running.await();
        long started = System.nanoTime();
        Await.until("all run", () -> companion.running() == COUNT);
        long bytes = (live() - before) / COUNT;
        long stop = System.nanoTime();
        companion.stop("the test is over").join();
        long stopped = System.nanoTime();
        System.err.printf(
                "%d daemons: %d bytes each, started in %d ms, stopped in %d ms%n",
                COUNT, bytes, (started - start) / 1_000_000, (stopped - stop) / 1_000_000);
        for (var thread : threads) {
            thread.join(); // or the next measurement would find some of them
        }
        return bytes;
    }

    /** What is reachable, in bytes. */
    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() {
        rig.close();
    }
}
