package dev.escapement;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.cache.CacheStats;
import dev.escapement.cache.Index;
import dev.escapement.cache.Selector;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a run reads: from which objects, how they are found, and how much of them is kept. */
@OnEachCluster
class CachedReadsTest {
    private static final Index COLOUR = Index.field("/data/colour");
    private static final Index WORDS = Index.of(
            "words",
            object -> List.of(
                    object.header().annotations().getOrDefault("words", "").split(" ")));

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger runs = new AtomicInteger();
    private Bench bench;
    private String other;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
        other = bench.namespace + "-other";
        bench.client
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(other)
                        .addToLabels("test", bench.namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void tidy() {
        bench.client.namespaces().withName(other).delete();
        bench.close();
    }

    @Test
    void readsBySelectorsAndIndexesFromTheCache() throws InterruptedException {
        readsAsExpected(gadgets().reads(ConfigMap.class).index(ConfigMap.class, COLOUR, WORDS));
    }

    @Test
    void readsBySelectorsAndIndexesAlikeFromTheServer() throws InterruptedException {
        readsAsExpected(gadgets());
    }

    private Controller<Gadget> gadgets() {
        return Controller.of(Gadget.class).namespaces(bench.namespace, other);
    }

    private void readsAsExpected(Controller<Gadget> controller) throws InterruptedException {
        create(bench.namespace, "red-web", "app", "web", "red");
        create(bench.namespace, "blue-api", "app", "api", "blue");
        create(bench.namespace, "blue-old", "legacy", "yes", "blue");
        create(other, "red-other", "app", "web", "red");
        bench.start(controller.reconcile((_, context) -> {
            for (var selector : List.of(
                    Selector.labels("app in (web, api),!legacy"),
                    Selector.by(COLOUR, "blue"),
                    Selector.labels("app").and(Selector.fields("data.colour=blue")),
                    Selector.fields("metadata.name=red-web").or(Selector.labels("legacy")),
                    Selector.in(other).and(Selector.by(WORDS, "red-other")),
                    Selector.in())) {
                seen.add(names(context.list(ConfigMap.class, selector)));
            }
            runs.incrementAndGet();
            return done();
        }));
        bench.create("a", 1);
        Await.until("it ran", () -> runs.get() > 0);
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "[blue-api, red-other, red-web]",
                        "[blue-api, blue-old]",
                        "[blue-api]",
                        "[blue-old, red-web]",
                        "[red-other]",
                        "[]");
    }

    @Test
    void anObjectMayMoveFromOneSelectorToAnother() throws InterruptedException {
        var operator = bench.start(Controller.of(ConfigMap.class)
                .labelled("app=web", "app=api,!legacy")
                .reconcile((map, _) -> {
                    seen.add(map.getMetadata().getLabels().get("app"));
                    return done();
                }));
        create(bench.namespace, "a", "app", "web", "red");
        Await.until("it was seen by the first", () -> seen.contains("web"));
        label("app", "api");
        Await.until("it was seen by the second", () -> seen.contains("api"));
        assertThat(operator.caches()).extracting(CacheStats::objects).containsExactly(1L);
        label("legacy", "yes");
        Await.until("it left", () -> operator.caches().getFirst().objects() == 0);
        assertThat(operator.caches().getFirst().bytes()).isZero();
    }

    @Test
    void objectsOfSeveralNamespacesAreReconciled() throws InterruptedException {
        bench.start(gadgets().reconcile((gadget, _) -> {
            seen.add(gadget.getMetadata().getNamespace());
            return done();
        }));
        bench.create("a", 1);
        bench.all().resource(Gadget.of(other, "b", 1)).create();
        Await.until("both were seen", () -> seen.size() == 2);
        assertThat(seen).containsExactlyInAnyOrder(bench.namespace, other);
    }

    @Test
    void whatBelongsToAnObjectIsThereAtOnce() throws InterruptedException {
        bench.start(Controller.of(Gadget.class).owns(ConfigMap.class).reconcile((gadget, context) -> {
            var name = gadget.getMetadata().getName();
            context.apply(map(name + "-1"));
            context.apply(map(name + "-2"));
            seen.add(name + names(context.owned(ConfigMap.class)));
            return done();
        }));
        bench.create("a", 1);
        bench.create("b", 1);
        Await.until("both ran", () -> seen.size() == 2);
        assertThat(seen).containsExactlyInAnyOrder("a[a-1, a-2]", "b[b-1, b-2]");
    }

    @Test
    void nothingButMetadataIsKeptWhereThatIsEnough() throws InterruptedException {
        create(bench.namespace, "b", "app", "web", "red");
        var operator = bench.start(
                Controller.of(ConfigMap.class)
                        .labelled("app")
                        .metadataOnly(ConfigMap.class)
                        .reconcile((map, _) -> {
                            seen.add(map.getKind() + map.getMetadata().getName() + map.getData());
                            return done();
                        }),
                Controller.of(Gadget.class)
                        .reads(ConfigMap.class)
                        .metadataOnly(ConfigMap.class)
                        .reconcile((_, context) -> {
                            var labelled = Selector.labels("app=web");
                            context.headers(ConfigMap.class, labelled).forEach(h -> seen.add(h.labels() + ""));
                            context.list(ConfigMap.class, labelled).forEach(m -> seen.add(m.getData() + ""));
                            return done();
                        }));
        bench.create("a", 1);
        Await.until("all was seen", () -> seen.size() == 3);
        assertThat(seen).containsExactlyInAnyOrder("ConfigMapb{}", "{app=web}", "{colour=red}");
        assertThat(operator.caches())
                .extracting(CacheStats::selection)
                .contains("metadata in namespace \"" + bench.namespace + "\" with labels \"app\"");
    }

    @Test
    void objectsOfTheWholeClusterHaveNoNamespace() throws InterruptedException {
        bench.start(Controller.of(Namespace.class)
                .labelled("test=" + bench.namespace)
                .reads(Secret.class)
                .reconcile((namespace, context) -> {
                    var named = Selector.fields(
                            "metadata.name=" + namespace.getMetadata().getName());
                    seen.add(names(context.list(Namespace.class, named.and(Selector.labels("test=" + bench.namespace))))
                            + names(context.list(Namespace.class, named)));
                    return done();
                }));
        Await.until("it was seen", () -> !seen.isEmpty());
        assertThat(seen).containsExactly("[" + other + "][" + other + "]");
    }

    /** A part of a ConfigMap. */
    record Coloured(Data data) {}

    /** A part of its data. */
    record Data(String colour) {}

    @Test
    void readsRecordsOfWhichNoMoreIsKept() throws InterruptedException {
        create(bench.namespace, "a", "app", "web", "red");
        create(bench.namespace, "b", "app", "api", "blue");
        var operator = bench.start(Controller.of(Gadget.class)
                .views(ConfigMap.class, Coloured.class)
                .reconcile((_, context) -> {
                    context.view(Coloured.class, bench.namespace, "a").ifPresent(one -> seen.add(one.data.colour));
                    context.views(Coloured.class, Selector.labels("app=api")).forEach(one -> seen.add(one.data.colour));
                    return done();
                }));
        bench.create("a", 1);
        Await.until("both were seen", () -> seen.size() == 2);
        assertThat(seen).containsExactlyInAnyOrder("red", "blue");
        assertThat(operator.caches()).extracting(CacheStats::selection).anyMatch(s -> s.startsWith("Coloured in"));
    }

    @Test
    void anIndexOfWhatNobodyWatchesIsRefused() {
        assertThatThrownBy(() -> bench.start(Controller.of(Gadget.class)
                        .index(ConfigMap.class, COLOUR)
                        .reconcile((_, _) -> done())))
                .hasMessage("index \"field /data/colour\" is of configmaps, which no controller watches: "
                        + "add .owns, .watches or .reads");
        assertThatThrownBy(() -> Controller.of(Gadget.class).labelled("a=b=")).hasMessageContaining("at position 3");
    }

    private void create(String namespace, String name, String label, String value, String colour) {
        bench.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .addToLabels(label, value)
                        .addToAnnotations("words", "some " + name)
                        .endMetadata()
                        .addToData("colour", colour)
                        .build())
                .create();
    }

    private void label(String key, String value) {
        bench.client
                .configMaps()
                .inNamespace(bench.namespace)
                .withName("a")
                .edit(m -> new ConfigMapBuilder(m)
                        .editMetadata()
                        .addToLabels(key, value)
                        .endMetadata()
                        .build());
    }

    private static ConfigMap map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static String names(List<? extends HasMetadata> objects) {
        return new TreeSet<>(
                        objects.stream().map(o -> o.getMetadata().getName()).toList())
                .toString();
    }
}
