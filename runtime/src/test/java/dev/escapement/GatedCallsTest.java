package dev.escapement;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Gate;
import dev.escapement.client.GateLimits;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever an author does with the typed client passes the gate too. */
@OnEachCluster
class GatedCallsTest {
    private static ConfigMap map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .addToData("a", "b")
                .build();
    }

    @Test
    void callsOfTheTypedClientTakeTurns(Cluster cluster) throws Exception {
        var gate = Gate.of(GateLimits.pinned(1, 1), Clock.system());
        var config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        try (var client = ApiClient.of(config, new JdkHttpClientFactory(), gate);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Object>>();
            for (int i = 0; i < 20; i++) {
                var map = map("gated-" + i);
                calls.add(() -> {
                    var maps = client.typed().configMaps().inNamespace("default");
                    client.typed().resource(map).create();
                    assertThat(maps.withName(map.getMetadata().getName()).get().getData())
                            .containsEntry("a", "b");
                    client.typed().resource(map).delete();
                    return null;
                });
            }
            for (var call : threads.invokeAll(calls)) {
                call.get();
            }
            var state = gate.state();
            assertThat(state.writes().admitted()).isGreaterThanOrEqualTo(40);
            assertThat(state.reads().admitted()).isGreaterThanOrEqualTo(20);
            assertThat(state.writes().waits().total()).isPositive();
            assertThat(state.writes().inFlight() + state.reads().inFlight()).isZero();
            assertThat(state.answers())
                    .anyMatch(answers ->
                            answers.method().equals("POST") && answers.code().equals("201") && answers.count() == 20);
        }
    }

    @Test
    void watchesOfTheTypedClientHoldNoSeat(Cluster cluster) throws Exception {
        var gate = Gate.of(GateLimits.pinned(1, 1), Clock.system());
        var config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        try (var client = ApiClient.of(config, new JdkHttpClientFactory(), gate)) {
            try (var informer = client.typed()
                    .configMaps()
                    .inNamespace("default")
                    .withName("watched")
                    .inform()) {
                informer.start().toCompletableFuture().get();
                client.typed().resource(map("watched")).create();
                Await.until(
                        "the watch brought it", () -> informer.getStore().list().size() == 1);
            } finally {
                client.typed().resource(map("watched")).delete();
            }
            assertThat(gate.state().reads().inFlight()).isZero();
        }
    }

    @Test
    void anOperatorsGateCanBePinned(Cluster cluster) throws Exception {
        try (var operator = Operator.named("pinned")
                .config(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .namespace("default")
                .gate(GateLimits.pinned(3, 2))
                .controller(Controller.of(ConfigMap.class).reconcile((_, _) -> Outcome.done()))
                .start()) {
            operator.client().resource(map("through-the-operator")).create();
            operator.client().resource(map("through-the-operator")).delete();
            assertThat(operator.gate().reads().limit()).isEqualTo(3);
            assertThat(operator.gate().writes().limit()).isEqualTo(2);
            assertThat(operator.gate().writes().admitted()).isEqualTo(2);
        }
    }
}
