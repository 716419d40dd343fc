package dev.escapement.cache;

import java.util.concurrent.CompletionException;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Selection;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What servers say of versions that they have not come to, which a reflector's position is after a restore. */
@OnEachCluster
@Timeout(120)
class FutureVersionTest {
    @Test
    void aServerSaysWhetherItHasComeToAVersion(Cluster cluster) throws InterruptedException {
        try (var client =
                ApiClient.of(Config.fromKubeconfig(cluster.kubeconfig().toFile()))) {
            var now = client.list(Clock.system(), Scripted.MAPS, Selection.ALL, 1, "")
                    .resourceVersion();
            client.reached(Scripted.MAPS, Selection.ALL, now).join();
            client.reached(Scripted.MAPS, Selection.ALL, "1").join();
            assertThatThrownBy(() -> client.reached(Scripted.MAPS, Selection.ALL, now + "000")
                            .join())
                    .isInstanceOfSatisfying(
                            CompletionException.class,
                            e -> assertThat(Reconnect.isAhead(e.getCause())).isTrue());
        }
    }
}
