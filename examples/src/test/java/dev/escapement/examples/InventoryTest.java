package dev.escapement.examples;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class InventoryTest {
    @Test
    void writesAtItsTimesAndOnlyWhereItIsAskedTo(Cluster cluster) throws Exception {
        try (var playground = new Playground(cluster);
                var _ = Example.run(cluster, "Inventory.java")) {
            var every = Map.of("inventory.example.dev/every", "PT2S");
            var watched = playground.namespace(Map.of("inventory", "on"), every);
            var other = playground.namespace(Map.of(), every);
            Await.until(
                    "the first inventory is there",
                    () -> playground.data(watched, "inventory").containsKey("at"));
            var first = Instant.parse(playground.data(watched, "inventory").get("at"));
            Await.until(
                    "it is renewed",
                    () -> Instant.parse(playground.data(watched, "inventory").get("at"))
                            .isAfter(first));
            var anchor = Instant.parse(playground
                    .client
                    .namespaces()
                    .withName(watched)
                    .get()
                    .getMetadata()
                    .getCreationTimestamp());
            var second = Instant.parse(playground.data(watched, "inventory").get("at"));
            assertThat(Duration.between(anchor, second).toMillis() % 2000)
                    .as("lateness in ms")
                    .isLessThan(500);
            assertThat(playground.data(other, "inventory")).isEmpty();
        }
    }
}
