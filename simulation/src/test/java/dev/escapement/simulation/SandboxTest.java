package dev.escapement.simulation;

import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.testcluster.Await;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class SandboxTest {
    @Test
    void anUnchangedOperatorWorksWithoutASocket() throws InterruptedException {
        try (var sandbox = Sandbox.start();
                var _ = sandbox.on(Operator.named("mirror")
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
                                        })))
                        .start()) {
            sandbox.client().resource(map("a", "1")).create();
            Await.until(
                    "it is mirrored",
                    () -> "MQ=="
                            .equals(sandbox.client()
                                    .secrets()
                                    .withName("a")
                                    .get()
                                    .getData()
                                    .get("key")));
            sandbox.client().secrets().withName("a").delete();
            Await.until(
                    "it is mirrored anew",
                    () -> sandbox.client().secrets().withName("a").get() != null);
            sandbox.client().configMaps().withName("a").delete();
            Await.until(
                    "the mirror image is collected",
                    () -> sandbox.client().secrets().withName("a").get() == null);
        }
    }

    @Test
    void fabric8sOwnWatchesWorkToo() {
        try (var sandbox = Sandbox.start();
                var informer =
                        sandbox.client().configMaps().inNamespace("default").inform()) {
            sandbox.client().resource(map("b", "1")).create();
            var seen = new AtomicInteger();
            Await.until("the informer has it", () -> {
                seen.incrementAndGet();
                return informer.getStore().list().stream()
                        .anyMatch(m -> m.getMetadata().getName().equals("b"));
            });
            assertThat(seen).hasPositiveValue();
        }
    }

    private static ConfigMap map(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels("mirror", "yes")
                .endMetadata()
                .addToData("key", value)
                .build();
    }
}
