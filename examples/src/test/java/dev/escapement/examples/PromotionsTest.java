package dev.escapement.examples;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class PromotionsTest {
    @Test
    void anImageIsSetRolledOutVerifiedAndApproved(Cluster cluster) throws Exception {
        var health = new AtomicInteger(503);
        var shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", exchange -> {
            exchange.sendResponseHeaders(health.get(), -1);
            exchange.close();
        });
        shop.start();
        try (var playground = new Playground(cluster);
                var example = Example.run(cluster, "Promotions.java", "--crds")) {
            var namespace = playground.namespace(Map.of(), Map.of());
            playground.create("""
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: cart, namespace: %s}
                    spec:
                      replicas: 2
                      selector: {matchLabels: {app: cart}}
                      template:
                        metadata: {labels: {app: cart}}
                        spec: {containers: [{name: cart, image: "cart:1"}]}
                    """.formatted(namespace));
            Await.until("the CRDs are served", () -> {
                var served = playground.client.raw("/apis/example.dev/v1"); // fabric8 asks once, and remembers
                return served.contains("\"stages\"") && served.contains("\"promotions\"");
            });
            Await.until("the stage is there", () -> {
                playground.create("""
                        apiVersion: example.dev/v1
                        kind: Stage
                        metadata: {name: production, namespace: %s}
                        spec: {deployment: cart, verify: "http://127.0.0.1:%d/", approval: true}
                        """.formatted(namespace, shop.getAddress().getPort()));
                return true;
            });
            playground.create("""
                    apiVersion: example.dev/v1
                    kind: Promotion
                    metadata: {name: cart-2, namespace: %s}
                    spec: {stage: production, image: "cart:2"}
                    """.formatted(namespace));
            Await.until("it is rolled out, and not verified", () -> {
                playground.readyPods(namespace);
                return message(playground, namespace).contains("/ answers 503");
            });
            assertThat(playground
                            .client
                            .apps()
                            .deployments()
                            .inNamespace(namespace)
                            .withName("cart")
                            .get()
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers())
                    .extracting(container -> container.getImage())
                    .isEqualTo(List.of("cart:2"));
            health.set(200);
            Await.until(
                    "it waits for approval",
                    () -> message(playground, namespace).startsWith("approve: for the annotation"));
            playground
                    .client
                    .genericKubernetesResources("example.dev/v1", "Promotion")
                    .inNamespace(namespace)
                    .withName("cart-2")
                    .edit(promotion -> {
                        promotion
                                .getMetadata()
                                .setAnnotations(Map.of("promotions.example.dev/approved-by", "the test"));
                        return promotion;
                    });
            Await.until(
                    "it has succeeded",
                    () -> "Succeeded".equals(status(playground, namespace).get("phase")));
            assertThat(example.isAlive()).isTrue();
        } finally {
            shop.stop(0);
        }
    }

    private static Map<String, Object> status(Playground playground, String namespace) {
        return playground
                .get("example.dev/v1", "Promotion", namespace, "cart-2")
                .get("status", "sequence");
    }

    private static String message(Playground playground, String namespace) {
        return String.valueOf(status(playground, namespace).get("message"));
    }
}
