package dev.escapement.simulation;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

class MirrorTest {
    static OperatorBuilder mirror() {
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
        return Simulation.of(MirrorTest::mirror)
                .sample(map("a"), map("b"), map("c"))
                .change(ConfigMap.class, (map, random) -> {
                    map.getData().put("key", Integer.toString(random.nextInt(100)));
                    return map;
                })
                .eventually("each map has its secret", cluster -> cluster.list(ConfigMap.class).stream()
                        .filter(map -> map.getMetadata().getLabels() != null)
                        .allMatch(map -> cluster.get(
                                        Secret.class, "default", map.getMetadata().getName())
                                .isPresent()));
    }

    @Test
    void roughly() {
        long t = System.nanoTime();
        System.out.println(simulation().faults(Profile.CALM).seeds(20).play() + " " + (System.nanoTime() - t) / 1000000);
        t = System.nanoTime();
        System.out.println(simulation().faults(Profile.ROUGH).seeds(50).play() + " " + (System.nanoTime() - t) / 1000000);
        t = System.nanoTime();
        System.out.println(simulation().faults(Profile.HOSTILE).seeds(50).play() + " " + (System.nanoTime() - t) / 1000000);
    }
}
