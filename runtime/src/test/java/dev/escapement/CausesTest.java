package dev.escapement;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

/** What a run is told of why it happens. */
@OnEachCluster
class CausesTest {
    private final Set<String> causes = ConcurrentHashMap.newKeySet();

    @Test
    void theRelationOfWhatChangedIsSaid(Cluster cluster) throws InterruptedException {
        try (var bench = new Bench(cluster)) {
            bench.start(Controller.of(Gadget.class)
                    .owns(ConfigMap.class)
                    .watches(Secret.class, secret -> List.of(new ObjectKey(bench.namespace, "a")))
                    .reconcile((_, context) -> {
                        context.causes()
                                .forEach(cause ->
                                        causes.add(cause.what() + " " + cause.relation() + " " + cause.kind()));
                        context.apply(new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName("map")
                                .endMetadata()
                                .build());
                        return done();
                    }));
            bench.create("a", 1);
            Await.until("it ran", () -> causes.contains("ADDED SELF Gadget"));
            bench.client
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(bench.namespace)
                            .withName("secret")
                            .endMetadata()
                            .build())
                    .create();
            Await.until("it ran for the secret", () -> causes.contains("ADDED MAPPED Secret"));
            bench.client
                    .configMaps()
                    .inNamespace(bench.namespace)
                    .withName("map")
                    .edit(map -> new ConfigMapBuilder(map)
                            .withData(Map.of("by", "hand"))
                            .build());
            Await.until("it ran for the map", () -> causes.contains("CHANGED OWNED ConfigMap"));
        }
    }

    @Test
    void theyReadWellInALog() {
        var key = new ObjectKey("shop", "web");
        assertThat(List.of(
                        new Cause(Cause.What.CHANGED, "Website", key, "12"),
                        new Cause(Cause.What.CHANGED, "ConfigMap", key, "13", Cause.Relation.OWNED),
                        new Cause(Cause.What.DELETED, "Secret", key, "14", Cause.Relation.MAPPED),
                        new Cause(Cause.What.RETRIED, "Website", key, "")))
                .hasToString("[CHANGED Website shop/web@12, CHANGED owned ConfigMap shop/web@13,"
                        + " DELETED mapped Secret shop/web@14, RETRIED]");
    }
}
