package dev.escapement;

import java.time.Duration;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.GateLimits;
import dev.escapement.testcluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An API server with few seats, of which the gate is not told. Its administrator is never refused, so the requests are another
 * user's. A test is no benchmark: what is asserted is generous, and {@code bench/gate} prints the figures.
 */
@EnabledIf("dev.escapement.testcluster.Cluster#isRealWanted")
class OverloadTest {
    private static final String SEATS = "--max-requests-inflight=4 --max-mutating-requests-inflight=2";
    /** Three to four refusals lead from 32 to 4, and each one costs a second. */
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private static final Duration WINDOW = Duration.ofSeconds(3);
    /** The server refuses now and then because of requests of its own, which costs a second of one window. */
    private static final int WINDOWS = 6;

    @Test
    void theSeatsOfAServerAreFound() throws Exception {
        try (var cluster = Cluster.real(SEATS + " --enable-priority-and-fairness=false")) {
            permit(cluster);
            double best = Math.max(pinned(cluster, 4, 2), pinned(cluster, 2, 1));
            try (var load = new OverloadingRequests(config(cluster), GateLimits.adaptive())) {
                load.run(WARM_UP);
                assertNear(best, load);
                assertThat(load.gate().reads().limit()).isBetween(1, 6);
                assertThat(load.gate().writes().limit()).isBetween(1, 4);
                assertThat(load.gate().reads().lastDecrease()).isNotNull();
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "escapement.cluster", matches = "real")
    void aServerThatQueuesIsUsedAsWellAsByTheBestLimit() throws Exception {
        try (var cluster = Cluster.real(SEATS)) {
            permit(cluster);
            double best = Math.max(pinned(cluster, 4, 2), Math.max(pinned(cluster, 2, 1), pinned(cluster, 16, 8)));
            try (var load = new OverloadingRequests(config(cluster), GateLimits.adaptive())) {
                load.run(WARM_UP);
                assertNear(best, load);
            }
        }
    }

    private static void assertNear(double best, OverloadingRequests load) throws InterruptedException {
        for (int left = WINDOWS - 1; left >= 0; left--) {
            var figures = load.run(WINDOW);
            if (left == 0 || (figures.goodput() >= 0.7 * best && figures.refused() < 0.01)) {
                assertThat(figures.goodput()).isGreaterThanOrEqualTo(0.7 * best);
                assertThat(figures.refused()).isLessThan(0.01);
                return;
            }
        }
    }

    private static double pinned(Cluster cluster, int reads, int writes) throws InterruptedException {
        try (var load = new OverloadingRequests(config(cluster), GateLimits.pinned(reads, writes))) {
            load.run(Duration.ofMillis(700));
            return load.run(Duration.ofSeconds(2)).goodput();
        }
    }

    private static Config config(Cluster cluster) {
        return Config.fromKubeconfig(cluster.userKubeconfig().toFile());
    }

    private static void permit(Cluster cluster) throws InterruptedException {
        var binding = """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"user"},
                "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
                "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"user"}]}""";
        var admin = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        try (var client = ApiClient.of(admin)) {
            client.send(ApiRequest.of("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings")
                    .body("application/json", binding.getBytes(UTF_8)));
        }
    }
}
