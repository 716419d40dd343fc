package dev.escapement.client;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Decoding makes no thread wait for another: neither a monitor nor a lock of java.util.concurrent is contended. */
class DecodeLocksTest {
    private static final int THREADS = 8;

    private final Json json = new Json();

    @Test
    void aListOf33DeploymentsOnEightThreads() throws Exception {
        var deployments = new ArrayList<byte[]>();
        for (int i = 0; i < 33; i++) {
            deployments.add(json.encode(deployment(i)));
        }
        assertThat(decodedByAll(deployments, Deployment.class)).isEqualTo(THREADS * 33);
    }

    @Test
    void tenThousandObjectsOnEightThreads() throws Exception {
        var widget = RawObject.of(read("widget.json")).json();
        var objects = new ArrayList<byte[]>();
        for (int i = 0; i < 10_000 / THREADS; i++) {
            objects.add(widget);
        }
        assertThat(decodedByAll(objects, GenericKubernetesResource.class)).isEqualTo(10_000);
    }

    @Test
    void podsThatAreSkimmedAndDecoded() throws Exception {
        var pod = read("pod.json");
        var skimmed = onEachThread(() -> {
            for (int i = 0; i < 200; i++) {
                json.decode(RawObject.of(pod).json(), Pod.class);
            }
            return 200;
        });
        assertThat(skimmed).isEqualTo(THREADS * 200);
    }

    private <T> int decodedByAll(List<byte[]> documents, Class<T> type) throws Exception {
        return onEachThread(() -> {
            int count = 0;
            for (byte[] document : documents) {
                json.decode(document, type);
                count++;
            }
            return count;
        });
    }

    private interface Work {
        int run();
    }

    /**
     * How much the threads have done together; none of them may have waited meanwhile. Classes are loaded before, with locks; what is
     * loaded only when several threads are at work makes them wait once, but a lock that each object takes does so in each round.
     */
    private static int onEachThread(Work work) throws Exception {
        work.run();
        waits(); // measuring loads classes as well
        var waits = new ConcurrentLinkedQueue<String>();
        for (int round = 0; round < 3; round++) {
            waits.clear();
            int done = round(work, waits);
            if (waits.isEmpty()) {
                return done;
            }
        }
        throw new AssertionError("threads waited in each round, in the last one " + waits);
    }

    private static int round(Work work, Queue<String> waits) throws Exception {
        var done = new ConcurrentLinkedQueue<Integer>();
        var begin = new CyclicBarrier(THREADS);
        var end = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().start(() -> {
                try {
                    begin.await();
                    long before = waits();
                    done.add(work.run());
                    long waited = waits() - before;
                    if (waited > 0) {
                        waits.add(waited + " times");
                    }
                } catch (Exception e) {
                    waits.add(e.toString());
                } finally {
                    end.countDown();
                }
            });
        }
        end.await();
        return done.stream().mapToInt(Integer::intValue).sum();
    }

    /** How often this thread has been blocked by a monitor or has waited or parked for anything. */
    private static long waits() {
        var info = ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().threadId());
        return info.getBlockedCount() + info.getWaitedCount();
    }

    private static Deployment deployment(int number) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web-" + number)
                .withNamespace("default")
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .withReplicas(number)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage("web:" + number)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static byte[] read(String file) throws IOException {
        try (var in = DecodeLocksTest.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        }
    }
}
