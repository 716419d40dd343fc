package dev.escapement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.escapement.cache.CacheStats;
import dev.escapement.cache.Index;
import dev.escapement.cache.Selector;
import dev.escapement.client.GateLimits;
import dev.escapement.client.JdkTransport;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several operators in one process that share a connection and caches. */
@OnEachCluster
class BesideTest {
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();
    private final Queue<String> watches = new ConcurrentLinkedQueue<>();
    private final List<Operator> operators = new ArrayList<>();
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        operators.forEach(Operator::close);
        bench.close();
    }

    @Test
    void theSecondListsAndWatchesOnlyWhatTheFirstDoesNot() throws InterruptedException {
        bench.create("a", 1);
        var first = start(first().controller(looking("first")));
        Await.until("the first has seen it", () -> seen.containsKey("first a"));
        var second = start(beside(first).controller(looking("second").owns(Secret.class)));
        Await.until("the second has been told of what was there", () -> seen.containsKey("second a"));
        bench.create("b", 2);
        bench.resize("a", 3);
        Await.until(
                "both have seen it",
                () -> seen.entrySet()
                        .containsAll(Map.of("first a", 3, "second a", 3, "first b", 2, "second b", 2)
                                .entrySet()));
        assertThat(watches).filteredOn(path -> path.contains("/gadgets")).hasSize(1);
        assertThat(watches).filteredOn(path -> path.contains("/secrets")).hasSize(1);
        assertThat(second.client()).isSameAs(first.client());
        assertThat(second.caches())
                .extracting(CacheStats::resource)
                .containsExactlyInAnyOrder("gadgets.test.escapement.dev", "secrets");
    }

    @Test
    void eachGoesOnWhenTheOtherIsClosed() throws InterruptedException {
        for (boolean closeFirst : new boolean[] {true, false}) {
            seen.clear();
            watches.clear();
            bench.all().inNamespace(bench.namespace).delete();
            Await.until(
                    "all are gone",
                    () -> bench.all()
                            .inNamespace(bench.namespace)
                            .list()
                            .getItems()
                            .isEmpty());
            var first = start(first().controller(looking("first")));
            var second = start(beside(first).controller(looking("second")));
            var leaving = closeFirst ? first : second;
            var staying = closeFirst ? "second" : "first";
            leaving.close();
            bench.create("a", 1);
            bench.create("b", 2);
            Await.until("the other sees it", () -> seen.getOrDefault(staying + " b", 0) == 2);
            assertThat(seen.keySet()).allMatch(text -> text.startsWith(staying));
            assertThat(watches).filteredOn(path -> path.contains("/gadgets")).hasSize(1);
            operators.forEach(Operator::close);
            assertThatThrownBy(() -> beside(first).controller(looking("late")).start())
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("has been closed");
        }
    }

    @Test
    void whatOneWritesIsNewsToTheOther() throws InterruptedException {
        var first = start(first().controller(
                        Controller.of(Gadget.class).owns(ConfigMap.class).reconcile((gadget, context) -> {
                            seen.merge("runs", 1, Integer::sum);
                            context.apply(map(gadget));
                            return done();
                        })));
        start(beside(first).controller(Controller.of(ConfigMap.class).reconcile((map, _) -> {
            seen.put(
                    "map " + map.getMetadata().getName(),
                    Integer.valueOf(map.getData().getOrDefault("size", "0")));
            return done();
        })));
        bench.create("a", 1);
        Await.until("the other sees it", () -> seen.getOrDefault("map a", 0) == 1);
        bench.resize("a", 2);
        Await.until("the other sees the change", () -> seen.getOrDefault("map a", 0) == 2);
        assertThat(seen).containsEntry("runs", 2);
    }

    @Test
    void theSecondMayWantAnIndexOfWhatIsThereAlready() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            bench.create("g" + i, i % 2);
        }
        var first = start(first().controller(looking("first")));
        var size = Index.field("/spec/size");
        start(beside(first)
                .controller(Controller.of(Gadget.class)
                        .index(Gadget.class, size)
                        .reconcile((gadget, context) -> {
                            seen.put(
                                    "like " + gadget.getMetadata().getName(),
                                    context.list(Gadget.class, Selector.by(size, "1"))
                                            .size());
                            return done();
                        })));
        Await.until("it ran", () -> seen.containsKey("like g19"));
        assertThat(seen.get("like g19")).isEqualTo(10);
    }

    @Test
    void aConnectionOfItsOwnIsRefused() throws InterruptedException {
        var first = start(first().controller(looking("first")));
        assertThatThrownBy(() -> beside(first)
                        .config(bench.config())
                        .gate(GateLimits.adaptive())
                        .controller(looking("second"))
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operator \"second\" works beside \"first\" and shares its connection:"
                        + " leave out .config, .gate (or --kubeconfig and --context), or .beside");
        assertThatThrownBy(() -> beside(first)
                        .controller(looking("second").index(ConfigMap.class, Index.label("app")))
                        .start())
                .hasMessageContaining("which no controller watches");
        first.close();
        // Those that did not start hold nothing.
        assertThatThrownBy(() -> first.client().namespaces().list()).hasMessageContaining("closed");
    }

    private Controller<Gadget> looking(String name) {
        return Controller.of(Gadget.class).named(name).reconcile((gadget, _) -> {
            seen.put(
                    name + " " + gadget.getMetadata().getName(),
                    gadget.getSpec().size());
            return done();
        });
    }

    private OperatorBuilder first() {
        return Operator.named("first")
                .namespace(bench.namespace)
                .config(bench.config())
                .transport(counting());
    }

    private OperatorBuilder beside(Operator other) {
        return Operator.named("second").namespace(bench.namespace).beside(other);
    }

    private Operator start(OperatorBuilder builder) throws InterruptedException {
        var operator = builder.start();
        operators.add(operator);
        return operator;
    }

    private HttpClient.Factory counting() {
        return () -> new JdkTransport().newBuilder().addOrReplaceInterceptor("count", new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                var query = String.valueOf(request.uri().getQuery());
                if (query.contains("sendInitialEvents=true") || query.contains("limit=")) {
                    watches.add(request.uri().getPath());
                }
            }
        });
    }

    private ConfigMap map(Gadget gadget) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(gadget.getMetadata().getName())
                .endMetadata()
                .withData(Map.of("size", Integer.toString(gadget.getSpec().size())))
                .build();
    }
}
