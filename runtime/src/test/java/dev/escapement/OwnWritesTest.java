package dev.escapement;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

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

/** What a run writes is no news to itself only. */
@OnEachCluster
class OwnWritesTest {
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
    void anotherControllerOfTheOperatorSeesThem() throws InterruptedException {
        var seen = new ConcurrentHashMap<String, String>();
        bench.start(
                Controller.of(Gadget.class).owns(ConfigMap.class).reconcile((gadget, context) -> {
                    context.apply(map(Integer.toString(gadget.getSpec().size())));
                    return done();
                }),
                Controller.of(ConfigMap.class).named("maps").reconcile((map, _) -> {
                    seen.put(map.getMetadata().getName(), map.getData().getOrDefault("size", ""));
                    return done();
                }));
        bench.create("a", 1);
        Await.until("the other controller saw the new object", () -> "1".equals(seen.get("a")));
        bench.resize("a", 2);
        Await.until("the other controller saw the change", () -> "2".equals(seen.get("a")));
    }

    @Test
    void anotherObjectOfTheSameControllerIsReconciled() throws InterruptedException {
        var seen = ConcurrentHashMap.newKeySet();
        bench.start(Controller.of(Gadget.class).reconcile((gadget, context) -> {
            seen.add(gadget.getMetadata().getName());
            if (gadget.getMetadata().getName().equals("parent")) {
                context.apply(Gadget.of(bench.namespace, "child", 1));
            }
            return done();
        }));
        bench.create("parent", 1);
        Await.until("the child was reconciled", () -> seen.contains("child"));
    }

    @Test
    void anApplyThatChangesNothingHidesNoForeignChange() throws InterruptedException {
        var read = new ConcurrentLinkedQueue<String>();
        var meddle = new AtomicBoolean();
        var controller = Controller.of(Gadget.class).owns(ConfigMap.class).reconcile((gadget, context) -> {
            read.add(context.get(ConfigMap.class, bench.namespace, "a")
                    .map(map -> map.getData().getOrDefault("foreign", ""))
                    .orElse("none"));
            if (meddle.getAndSet(false)) {
                bench.client
                        .configMaps()
                        .inNamespace(bench.namespace)
                        .withName("a")
                        .edit(m -> new ConfigMapBuilder(m)
                                .addToData("foreign", "news")
                                .build());
            }
            context.apply(map("1"));
            return done();
        });
        var first = bench.start(controller);
        bench.create("a", 1);
        Await.until(
                "it was applied",
                () -> bench.client
                                .configMaps()
                                .inNamespace(bench.namespace)
                                .withName("a")
                                .get()
                        != null);
        first.close();
        meddle.set(true);
        bench.start(controller);
        Await.until("a run has read the foreign change", () -> read.contains("news"));
        assertThat(meddle).isFalse();
    }

    private static ConfigMap map(String size) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .endMetadata()
                .withData(Map.of("size", size))
                .build();
    }
}
