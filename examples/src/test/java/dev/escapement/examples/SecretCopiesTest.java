package dev.escapement.examples;

import java.util.Map;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;

@OnEachCluster
class SecretCopiesTest {
    private static final String PASSWORD = "c2VjcmV0";
    private static final String OTHER = "b3RoZXI=";

    @Test
    void copiesFollowTheirSource(Cluster cluster) throws Exception {
        try (var playground = new Playground(cluster);
                var _ = Example.run(cluster, "SecretCopies.java", "--crds")) {
            var source = playground.namespace(Map.of(), Map.of());
            var first = playground.namespace(Map.of(), Map.of());
            var second = playground.namespace(Map.of(), Map.of());
            var name = "copy-" + source;
            playground
                    .client
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(source)
                            .withName("login")
                            .addToLabels("copies.example.dev/by", name)
                            .endMetadata()
                            .addToData("password", PASSWORD)
                            .build())
                    .create();
            Await.until("the CRD is served", () -> {
                playground.create("""
                        apiVersion: example.dev/v1
                        kind: SecretCopy
                        metadata: {name: %s}
                        spec: {sourceNamespace: %s, sourceName: login, targets: [%s, %s]}
                        """.formatted(name, source, first, second));
                return true;
            });
            Await.until(
                    "both copies are there",
                    () -> PASSWORD.equals(playground.secret(first, "login").get("password"))
                            && PASSWORD.equals(
                                    playground.secret(second, "login").get("password")));
            playground.client.secrets().inNamespace(source).withName("login").edit(s -> {
                s.getData().put("password", OTHER);
                return s;
            });
            Await.until(
                    "both copies follow",
                    () -> OTHER.equals(playground.secret(first, "login").get("password"))
                            && OTHER.equals(playground.secret(second, "login").get("password")));
            Await.until(
                    "the status counts them",
                    () -> Integer.valueOf(2)
                            .equals(playground
                                    .get("example.dev/v1", "SecretCopy", null, name)
                                    .get("status", "copies")));
            playground
                    .client
                    .genericKubernetesResources("example.dev/v1", "SecretCopy")
                    .withName(name)
                    .delete();
            Await.until(
                    "the copies are gone with it",
                    () -> playground.secret(first, "login").isEmpty()
                            && playground.secret(second, "login").isEmpty()
                            && playground.get("example.dev/v1", "SecretCopy", null, name) == null);
        }
    }
}
