package dev.escapement;

import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class OutageTest {
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
    void goesOnWhenTheApiServerWasKilledAndComesBack() throws InterruptedException {
        var seen = new ConcurrentHashMap<String, Integer>();
        bench.start(Controller.of(Gadget.class).reconcile((gadget, _) -> {
            seen.put(gadget.getMetadata().getName(), gadget.getSpec().size());
            return done().status(new Gadget.Status(gadget.getSpec().size(), null));
        }));
        bench.create("a", 1);
        bench.create("b", 1);
        Await.until("both were reconciled", () -> observed("a") == 1 && observed("b") == 1);
        bench.cluster.kill();
        bench.cluster.resume();
        bench.resize("a", 2);
        bench.create("c", 3);
        Await.until("the changes were reconciled", () -> observed("a") == 2 && observed("c") == 3);
        assertThat(seen).containsEntry("b", 1);
    }

    @Test
    void noChangeIsLostThatIsMadeWhileItIsAway() throws InterruptedException {
        var seen = new ConcurrentHashMap<String, Integer>();
        for (int round = 1; round <= 3; round++) {
            bench.create("r" + round, 0);
        }
        bench.start(Controller.of(Gadget.class).reconcile((gadget, _) -> {
            seen.put(gadget.getMetadata().getName(), gadget.getSpec().size());
            return done();
        }));
        for (int round = 1; round <= 3; round++) {
            bench.resize("r" + round, round);
            bench.cluster.kill();
            bench.cluster.resume();
        }
        Await.until(
                "every last state was seen", () -> seen.get("r1") == 1 && seen.get("r2") == 2 && seen.get("r3") == 3);
    }

    private int observed(String name) {
        return bench.gadget(name).get().getStatus().observed();
    }
}
