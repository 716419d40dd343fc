package dev.escapement;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

/** Daemons of an operator. */
@OnEachCluster
class DaemonsOnClusterTest {
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    @Test
    void runsWhileItsObjectIsThereAndHoldsNothingUp() throws InterruptedException {
        var log = new ConcurrentLinkedQueue<String>();
        bench.start(Controller.of(Gadget.class).daemon("tail", context -> {
            log.add("started");
            context.stop().await(ofHours(1));
            log.add(context.stop().reason().orElseThrow().why());
        }));
        bench.create("a", 1);
        Await.until("it runs", () -> log.contains("started"));
        assertThat(bench.gadget("a").get().getMetadata().getFinalizers()).isNullOrEmpty();
        bench.gadget("a").delete();
        Await.until("it has ended", () -> log.size() == 2);
        assertThat(log).containsExactly("started", "the object is gone");
        Await.until("nothing holds the object", () -> bench.gadget("a").get() == null);
    }

    @Test
    void seesChangesAndMayWrite() throws InterruptedException {
        var sizes = new ConcurrentLinkedQueue<Integer>();
        var reconciled = new AtomicInteger();
        bench.start(Controller.of(Gadget.class)
                .reconcile((_, _) -> {
                    reconciled.incrementAndGet();
                    return Outcome.done();
                })
                .daemon("tail", context -> {
                    int before = 0;
                    while (!context.stop().await(Duration.ofMillis(10))) {
                        int size = context.object().getSpec().size();
                        if (size != before) {
                            sizes.add(size);
                            context.apply(new ConfigMapBuilder()
                                    .withNewMetadata()
                                    .withName("size")
                                    .endMetadata()
                                    .addToData("size", Integer.toString(size))
                                    .build());
                        }
                        before = size;
                    }
                }));
        bench.create("a", 1);
        Await.until("it saw the first size", () -> sizes.contains(1));
        bench.resize("a", 2);
        Await.until("it saw the second size", () -> sizes.contains(2));
        Await.until(
                "it wrote it",
                () -> "2"
                        .equals(bench.client
                                .configMaps()
                                .inNamespace(bench.namespace)
                                .withName("size")
                                .get()
                                .getData()
                                .get("size")));
        assertThat(reconciled.get()).isPositive();
    }

    @Test
    void anOperatorThatStopsWakesThem() throws InterruptedException {
        var running = new CountDownLatch(20);
        var ended = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            bench.create("g" + i, 1);
        }
        var operator = bench.start(Controller.of(Gadget.class).daemon("tail", context -> {
            running.countDown();
            context.stop().await(ofHours(1));
            ended.incrementAndGet();
        }));
        running.await();
        operator.close();
        assertThat(ended).hasValue(20);
    }
}
