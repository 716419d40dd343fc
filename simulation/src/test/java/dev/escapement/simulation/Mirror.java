package dev.escapement.simulation;

import java.util.Map;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;

import static dev.escapement.Outcome.done;

/** An operator that keeps a Secret for each ConfigMap that is labelled. */
final class Mirror {
    private Mirror() {}

    static OperatorBuilder operator() {
        return Operator.named("mirror")
                .controller(Controller.of(ConfigMap.class)
                        .labelled("mirror=yes")
                        .owns(Secret.class)
                        .reconcile((map, context) -> {
                            context.apply(new SecretBuilder()
                                    .withNewMetadata()
                                    .withName(map.getMetadata().getName())
                                    .endMetadata()
                                    .withStringData(map.getData())
                                    .build());
                            return done();
                        }));
    }

    static ConfigMap map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels("mirror", "yes")
                .endMetadata()
                .addToData("key", "1")
                .build();
    }

    static Simulation simulation() {
        return Simulation.of(Mirror::operator)
                .sample(map("a"), map("b"), map("c"))
                .change(ConfigMap.class, (map, random) -> {
                    map.setData(Map.of("key", Integer.toString(random.nextInt(100))));
                    return map;
                })
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
}
