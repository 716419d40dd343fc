package dev.escapement.examples;

import java.util.Map;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class WebsitesTest {
    @Test
    void aWebsiteGetsItsPageAndItsServers(Cluster cluster) throws Exception {
        try (var playground = new Playground(cluster);
                var example = Example.run(cluster, "Websites.java", "--crds")) {
            var namespace = playground.namespace(Map.of(), Map.of());
            Await.until("the CRD is served", () -> {
                playground.create("""
                        apiVersion: example.dev/v1
                        kind: Website
                        metadata: {name: shop, namespace: %s}
                        spec: {html: "<h1>Shop</h1>", replicas: 2}
                        """.formatted(namespace));
                return true;
            });
            Await.until(
                    "the page is there",
                    () -> "<h1>Shop</h1>"
                            .equals(playground.data(namespace, "shop").get("index.html")));
            Await.until("it is ready", () -> {
                playground.readyPods(namespace);
                return "Ready"
                        .equals(playground
                                .get("example.dev/v1", "Website", namespace, "shop")
                                .get("status", "phase"));
            });
            var deployment = playground
                    .client
                    .apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName("shop");
            assertThat(deployment.get().getSpec().getReplicas()).isEqualTo(2);

            playground
                    .client
                    .genericKubernetesResources("example.dev/v1", "Website")
                    .inNamespace(namespace)
                    .withName("shop")
                    .edit(site -> {
                        site.<Map<String, Object>>get("spec").put("html", "<h1>Sale</h1>");
                        return site;
                    });
            Await.until(
                    "the page follows",
                    () -> "<h1>Sale</h1>"
                            .equals(playground.data(namespace, "shop").get("index.html")));
            assertThat(example.isAlive()).isTrue();
            assertThat(example.terminate()).isEqualTo(143);
        }
    }
}
