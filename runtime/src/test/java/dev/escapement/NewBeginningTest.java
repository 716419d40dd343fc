package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;

/** After giving up on an object, what is new gets all its attempts. */
@OnEachCluster
class NewBeginningTest {
    private static final Backoff TWICE = Backoff.constant(Duration.ofMillis(10)).attempts(2);

    private final ConcurrentLinkedQueue<Integer> attempts = new ConcurrentLinkedQueue<>();
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
    void aChangeOfAKindWithoutGenerations() throws InterruptedException {
        bench.start(Controller.of(ConfigMap.class).labelled("mine").retry(TWICE).reconcile((_, context) -> {
            attempts.add(context.attempt());
            return Outcome.failed("never");
        }));
        var map = bench.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(bench.namespace)
                        .withName("a")
                        .addToLabels("mine", "")
                        .endMetadata()
                        .build())
                .create();
        Await.until("all attempts were made", () -> List.copyOf(attempts).equals(List.of(1, 2)));
        bench.client
                .resource(map)
                .edit(m -> new ConfigMapBuilder(m).addToData("x", "y").build());
        Await.until("it was tried anew", () -> List.copyOf(attempts).equals(List.of(1, 2, 1, 2)));
    }

    @Test
    void anotherObjectOfTheSameName() throws InterruptedException {
        var blocked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var operator =
                bench.start(Controller.of(Gadget.class).workers(1).retry(TWICE).reconcile((gadget, context) -> {
                    if (gadget.getMetadata().getName().equals("blocker")) {
                        blocked.countDown();
                        release.await();
                        return done();
                    }
                    attempts.add(context.attempt());
                    return Outcome.failed("never");
                }));
        bench.create("a", 1);
        Await.until("all attempts were made", () -> List.copyOf(attempts).equals(List.of(1, 2)));
        bench.create("blocker", 1);
        blocked.await();
        bench.gadget("a").delete();
        bench.create("a", 1);
        Await.until("its turn is next", () -> operator.depth() == 1);
        release.countDown();
        Await.until("it was tried anew", () -> List.copyOf(attempts).equals(List.of(1, 2, 1, 2)));
    }
}
