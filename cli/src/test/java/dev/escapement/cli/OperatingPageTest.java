package dev.escapement.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What docs/operating.md says to do by hand does what it says. */
@OnEachCluster
class OperatingPageTest {
    private static final Pattern PATCH = Pattern.compile("kubectl patch .* --type=json -p '([^']*)'");

    @Test
    void aFinalizerThatNobodyTakesOffIsTakenOffByHand(Cluster cluster) throws Exception {
        var patch = PATCH.matcher(Files.readString(Path.of("..", "docs", "operating.md")));
        assertThat(patch.find()).isTrue();
        try (var client =
                ApiClient.of(Config.fromKubeconfig(cluster.kubeconfig().toFile()))) {
            var kind = Kind.of(ConfigMap.class);
            var left = new ObjectKey("default", "left");
            var foreign = new ObjectKey("default", "foreign");
            for (var key : List.of(left, foreign)) {
                var map = new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(key.name())
                        .withFinalizers(key.equals(left) ? "escapement.dev/shop.websites" : "example.dev/other")
                        .endMetadata()
                        .build();
                client.send(ApiRequest.of("POST", kind.path("default"))
                        .body("application/json", client.json().encode(map)));
                client.send(ApiRequest.of("DELETE", kind.path(key)));
                client.send(ApiRequest.of("GET", kind.path(key))); // it stays
            }
            var body = patch.group(1).getBytes(UTF_8);

            client.send(ApiRequest.of("PATCH", kind.path(left)).body("application/json-patch+json", body));
            assertThatThrownBy(() -> client.send(ApiRequest.of("GET", kind.path(left))))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.isNotFound()).isTrue());

            assertThatThrownBy(() -> client.send(
                            ApiRequest.of("PATCH", kind.path(foreign)).body("application/json-patch+json", body)))
                    .isInstanceOf(ApiException.class);
            client.send(ApiRequest.of("GET", kind.path(foreign)));
            client.send(ApiRequest.of("PATCH", kind.path(foreign))
                    .body("application/merge-patch+json", "{\"metadata\":{\"finalizers\":null}}".getBytes(UTF_8)));
        }
    }
}
