package dev.escapement.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;

import static dev.escapement.simulation.Mirror.map;
import static org.assertj.core.api.Assertions.assertThat;

/** The first test of docs/simulation.md, compiled and run. */
class FirstSimulationTest {
    @Test
    void itIsThatOfThePage() throws IOException {
        var here = Files.readString(Path.of("src/test/java/dev/escapement/simulation/FirstSimulationTest.java"));
        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("..", "docs", "simulation.md")))
                        .results()
                        .map(block -> block.group(1).replaceAll("\\s", "")))
                .hasSize(1)
                .allMatch(here.replaceAll("\\s", "")::contains);
    }

    @Simulated(seeds = 25)
    void eachMapHasItsSecret(Simulation simulation) {
        simulation
                .operator(() -> Operator.named("mirror")
                        .controller(Controller.of(ConfigMap.class)
                                .labelled("mirror=yes")
                                .owns(Secret.class)
                                .reconcile(this::mirror)))
                .sample(map("a"), map("b"))
                .faults(Profile.HOSTILE)
                .always(
                        "nobody has more than two secrets",
                        cluster -> cluster.list(Secret.class).size() <= 2)
                .eventually(
                        "each map has its secret",
                        cluster -> cluster.list(ConfigMap.class).stream()
                                .filter(map -> map.getMetadata().getLabels() != null)
                                .allMatch(map -> cluster.get(
                                                Secret.class,
                                                "default",
                                                map.getMetadata().getName())
                                        .isPresent()));
    }

    private Outcome mirror(ConfigMap map, Context context) throws InterruptedException {
        context.apply(new SecretBuilder()
                .withNewMetadata()
                .withName(map.getMetadata().getName())
                .endMetadata()
                .withStringData(map.getData())
                .build());
        return Outcome.done();
    }
}
