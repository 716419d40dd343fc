package sample;

import java.time.Duration;
import java.util.Map;

import dev.escapement.Operator;
import dev.escapement.simulation.Sandbox;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CensusTest {
    @Test
    void countsTheEntriesOfLabelledMaps() throws Exception {
        try (var sandbox = Sandbox.start();
                var census = new Census(sandbox.on(Operator.named("census")))) {
            sandbox.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("page")
                            .withNamespace("default")
                            .addToLabels("census", "yes")
                            .endMetadata()
                            .withData(Map.of("a", "1", "b", "2"))
                            .build())
                    .serverSideApply();

            var clock = Clock.system();
            long deadline = clock.nanos() + Duration.ofMinutes(1).toNanos();
            while (census.entries().isEmpty() && clock.nanos() < deadline) {
                clock.sleep(Duration.ofMillis(20));
            }
            assertEquals(Map.of("page", 2), census.entries());
        }
    }
}
