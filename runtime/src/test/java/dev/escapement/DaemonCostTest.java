package dev.escapement;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.testcluster.Await;
import dev.escapement.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Always.always;
import static org.assertj.core.api.Assertions.assertThat;

/** What ten thousand daemons take. Memory can be asserted; times are only printed. */
@Timeout(120)
class DaemonCostTest {
    private static final int COUNT = 10_000;

    @Test
    void tenThousandTakeLittleMemoryAndEndTogether() throws InterruptedException {
        try (var rig = new CompanionRig()) {
            var objects = new HashMap<ObjectKey, RawObject>();
            for (int i = 0; i < COUNT; i++) {
                var object = rig.put("g" + i, 1);
                objects.put(object.key(), object);
            }
            measure(rig, objects); // so that what classes take is not counted
            long bytes = measure(rig, objects);
            // Most of it is the stack, which takes much less once the optimizing compiler has seen to it; tests do
            // without that.
            assertThat(bytes).isLessThan(4096);
        }
    }

    private static long measure(CompanionRig rig, Map<ObjectKey, RawObject> objects) throws InterruptedException {
        var parts = rig.parts(Clock.system());
        var running = new CountDownLatch(COUNT);
        var controller = Controller.of(Gadget.class)
                .daemon("tail", always().heartbeat(Duration.ofHours(2)), context -> {
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
        Await.until("all sleep", () -> companion.running() == COUNT);
        long bytes = (live() - before) / COUNT;
        long stop = System.nanoTime();
        companion.stop("the test is over").join();
        long stopped = System.nanoTime();
        System.out.printf(
                "%d daemons: %d bytes each, started in %d ms, stopped in %d ms%n",
                COUNT, bytes, (started - start) / 1_000_000, (stopped - stop) / 1_000_000);
        assertThat(companion.running()).isZero();
        return bytes;
    }

    /** What is reachable, in bytes. */
    private static long live() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
