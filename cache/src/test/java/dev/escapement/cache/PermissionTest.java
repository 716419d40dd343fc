package dev.escapement.cache;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.GateState;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Permission is lost while an informer watches, and given again. */
@OnEachCluster
@Timeout(120)
class PermissionTest {
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

    @Test
    void objectsAreKeptUntilPermissionIsGivenAgain(Cluster cluster) throws Exception {
        var watched = new Watched(cluster, Scripted.MAPS, cluster.userKubeconfig(), Clock.system());
        try (var user =
                ApiClient.of(Config.fromKubeconfig(cluster.userKubeconfig().toFile()))) {
            watched.post(RBAC + "clusterroles", """
                    {"metadata":{"name":"faults"},
                     "rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["list","watch"]}]}
                    """);
            permit(watched);
            Await.until("it is permitted", () -> !isForbidden(user, watched));
            watched.start();
            watched.create("a", "1");
            watched.create("b", "1");
            watched.awaitEqual();
            var before = watched.cached();
            forbid(watched);
            Await.until("it is forbidden", () -> isForbidden(user, watched));
            long refused = refusals(watched);
            watched.cable.cut(); // a watch that is open goes on without permission
            watched.apply("a", "2");
            watched.delete("b");
            Await.until("it was refused more than once", () -> refusals(watched) >= refused + 2);
            assertThat(watched.cached()).isEqualTo(before);
            permit(watched);
            watched.awaitEqual();
        } finally {
            watched.direct.send(ApiRequest.of("DELETE", RBAC + "clusterroles/faults"));
            forbid(watched);
            watched.end();
        }
    }

    private static void permit(Watched watched) throws InterruptedException {
        watched.post(RBAC + "clusterrolebindings", """
                {"metadata":{"name":"faults"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"faults"},
                 "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"user"}]}
                """);
    }

    private static void forbid(Watched watched) throws InterruptedException {
        watched.direct.send(ApiRequest.of("DELETE", RBAC + "clusterrolebindings/faults"));
    }

    /** How often the informer was refused. */
    private static long refusals(Watched watched) {
        return watched.client.gate().state().answers().stream()
                .filter(answers -> answers.code().equals("403"))
                .mapToLong(GateState.Answers::count)
                .sum();
    }

    private static boolean isForbidden(ApiClient user, Watched watched) throws InterruptedException {
        try {
            user.send(ApiRequest.of("GET", watched.kind.path(watched.namespace)));
            return false;
        } catch (ApiException e) {
            return e.code() == 403;
        }
    }
}
