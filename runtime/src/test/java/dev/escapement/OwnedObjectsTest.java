package dev.escapement;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class OwnedObjectsTest {
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
    void appliesOwnedObjectsAndHealsThem() throws InterruptedException {
        bench.start(Controller.of(Gadget.class).owns(ConfigMap.class).reconcile((gadget, context) -> {
            context.apply(
                    configMap(gadget, "size", Integer.toString(gadget.getSpec().size())));
            return done();
        }));
        bench.create("a", 1);
        Await.until("it was applied", () -> "1".equals(data().get("size")));
        var owner = maps().withName("a").get().getMetadata().getOwnerReferences();
        assertThat(owner).singleElement().satisfies(o -> assertThat(o.getKind()).isEqualTo("Gadget"));
        maps().withName("a").delete();
        Await.until("it was made again", () -> "1".equals(data().get("size")));
        maps().withName("a")
                .edit(m -> new ConfigMapBuilder(m)
                        .addToData("size", "wrong")
                        .addToData("other", "kept")
                        .build());
        Await.until("it was mended", () -> "1".equals(data().get("size")));
        assertThat(data()).containsEntry("other", "kept");
        bench.gadget("a").delete();
        Await.until(
                "it was collected with its owner", () -> maps().withName("a").get() == null);
    }

    @Test
    void removesFieldsThatAreNoLongerApplied() throws InterruptedException {
        bench.start(Controller.of(Gadget.class).owns(ConfigMap.class).reconcile((gadget, context) -> {
            context.apply(configMap(gadget, gadget.getSpec().size() > 1 ? "big" : "small", "yes"));
            return done();
        }));
        bench.create("a", 1);
        Await.until("it was applied", () -> data().containsKey("small"));
        bench.resize("a", 2);
        Await.until("it was replaced", () -> data().containsKey("big"));
        assertThat(data()).doesNotContainKey("small");
    }

    @Test
    void readsItsOwnWrites() throws InterruptedException {
        var stale = new AtomicInteger();
        var runs = new AtomicInteger();
        bench.start(Controller.of(Gadget.class).owns(ConfigMap.class).reconcile((gadget, context) -> {
            for (int i = 0; i < 20; i++) {
                var value = runs.get() + "-" + i;
                context.apply(configMap(gadget, "value", value));
                var read = context.get(ConfigMap.class, bench.namespace, "a").orElseThrow();
                if (!value.equals(read.getData().get("value"))) {
                    stale.incrementAndGet();
                }
            }
            runs.incrementAndGet();
            return done();
        }));
        bench.create("a", 1);
        Await.until("it ran", () -> runs.get() > 0);
        assertThat(stale).hasValue(0);
    }

    @Test
    void listsWhatTheOperatorWatches() throws InterruptedException {
        for (var namespace : List.of(bench.namespace, "default")) {
            bench.client
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(bench.namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
        var namespaces = ConcurrentHashMap.<String>newKeySet();
        bench.start(Controller.of(Gadget.class).owns(ConfigMap.class).reconcile((_, context) -> {
            context.list(ConfigMap.class, "")
                    .forEach(map -> namespaces.add(map.getMetadata().getNamespace()));
            return done();
        }));
        bench.create("a", 1);
        Await.until("it has listed", () -> !namespaces.isEmpty());
        assertThat(namespaces).containsExactly(bench.namespace);
    }

    @Test
    void mapsChangesOfOtherObjects() throws InterruptedException {
        var runs = new AtomicInteger();
        bench.start(Controller.of(Gadget.class)
                .watches(
                        ConfigMap.class,
                        "for-gadget",
                        header -> List.of(new ObjectKey(
                                header.key().namespace(), header.labels().getOrDefault("for-gadget", ""))))
                .reconcile((_, _) -> {
                    runs.incrementAndGet();
                    return done();
                }));
        bench.create("a", 1);
        Await.until("it ran", () -> runs.get() == 1);
        bench.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(bench.namespace)
                        .withName("other")
                        .addToLabels("for-gadget", "a")
                        .endMetadata()
                        .build())
                .create();
        Await.until("the other object brought a run", () -> runs.get() == 2);
    }

    private ConfigMap configMap(Gadget gadget, String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(gadget.getMetadata().getName())
                .endMetadata()
                .addToData(name, value)
                .build();
    }

    private NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> maps() {
        return bench.client.configMaps().inNamespace(bench.namespace);
    }

    private Map<String, String> data() {
        return maps().withName("a").get().getData();
    }
}
