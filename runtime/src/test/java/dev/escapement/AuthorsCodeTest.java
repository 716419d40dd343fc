package dev.escapement;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

/** Small pieces of authors' code that fail: each harms at most what it was asked about, and is told once. */
@OnEachCluster
class AuthorsCodeTest {
    private final AtomicInteger runs = new AtomicInteger();
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
    void aFilterThatFailsLetsEverythingThrough() throws InterruptedException {
        var operator = bench.start(Controller.of(Gadget.class)
                .when((before, after) -> {
                    throw new StackOverflowError();
                })
                .reconcile((_, _) -> {
                    runs.incrementAndGet();
                    return done();
                }));
        try (var log = new LogLines()) {
            bench.create("a", 1);
            for (int size = 2; size < 5; size++) {
                int before = runs.get();
                bench.resize("a", size);
                Await.until("it ran again", () -> runs.get() > before && operator.processing() == 0);
            }
            assertThat(log.with("the filter of changes failed")).hasSize(1);
        }
    }

    @Test
    void aMappingThatFailsConcernsOneChange() throws InterruptedException {
        bench.start(Controller.of(Gadget.class)
                .watches(ConfigMap.class, header -> {
                    if (header.key().name().equals("bad")) {
                        throw new AssertionError("what is this?");
                    }
                    return List.of(new ObjectKey(bench.namespace, "a"));
                })
                .reconcile((_, context) -> {
                    runs.addAndGet((int) context.causes().stream()
                            .filter(cause -> cause.relation() == Cause.Relation.MAPPED)
                            .map(cause -> cause.key().name())
                            .filter("good"::equals)
                            .count());
                    return done();
                }));
        bench.create("a", 1);
        try (var log = new LogLines()) {
            create("bad");
            create("good");
            Await.until("the good one was mapped", () -> runs.get() == 1);
            assertThat(log.with("the mapping of a change of ConfigMap")).hasSize(1);
        }
    }

    private void create(String name) {
        bench.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(bench.namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }
}
