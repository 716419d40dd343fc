package dev.escapement;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.client.Kind;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

/** What objects are to the code that reconciles them. */
@OnEachCluster
class DecodingTest {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    @Test
    void areMapsOfAKindThatHasNoClass() throws InterruptedException {
        bench.create("a", 3);
        bench.start(Controller.of(Kind.of(Gadget.class)).reconcile((gadget, _) -> {
            seen.add(name(gadget) + " " + gadget.<Object>get("spec", "size"));
            return done().status(Map.of("observed", 3));
        }));
        Await.until("it is seen", () -> seen.contains("a 3"));
    }

    @Test
    void areWhatTheAuthorsDecoderMakesOfThem() throws InterruptedException {
        bench.create("plain", 1);
        bench.create("broken", 2);
        var operator = Operator.named("test")
                .config(bench.config())
                .namespace(bench.namespace)
                .decoder(Gadget.class, DecodingTest::decode)
                .controller(Controller.of(Gadget.class).reconcile((gadget, _) -> {
                    seen.add(gadget.getMetadata().getName() + " "
                            + gadget.getSpec().text());
                    return done();
                }));
        try (var _ = operator.start()) {
            bench.create("late", 1);
            Await.until("all are seen that can be", () -> seen.equals(Set.of("plain decoded", "late decoded")));
        }
    }

    private static Gadget decode(byte[] json) {
        var text = new String(json, StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("managedFields");
        if (text.contains("\"broken\"")) {
            throw new IllegalStateException("it is broken");
        }
        var gadget = Gadget.of("any", text.contains("\"plain\"") ? "plain" : "late", 1);
        gadget.setSpec(new Gadget.Spec(1, "decoded"));
        return gadget;
    }

    private static String name(GenericKubernetesResource object) {
        return object.getMetadata().getName();
    }
}
