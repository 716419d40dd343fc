package dev.escapement;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

/** Objects whose author's code is broken in every way beside some that are well. */
@OnEachCluster
class NeighboursTest {
    private static final int EACH = 20;

    private final CountDownLatch never = new CountDownLatch(1);
    private final ConcurrentHashMap<String, Integer> seen = new ConcurrentHashMap<>();
    private final AtomicInteger failed = new AtomicInteger();
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        never.countDown();
        bench.close();
    }

    private Outcome reconcile(Gadget gadget, Context context) throws Exception {
        var name = gadget.getMetadata().getName();
        switch (name.split("-")[0]) {
            case "blocks" -> blockForEver();
            case "fails" -> {
                failed.incrementAndGet();
                throw new IllegalStateException("as always");
            }
            case "overflows" -> overflow(0);
            case "errs" -> throw new NoClassDefFoundError("a jar that is missing");
            default -> seen.put(name, gadget.getSpec().size());
        }
        return done();
    }

    private void blockForEver() {
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // it does not listen
            }
        }
    }

    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    @Test
    void theBrokenOnesHurtOnlyThemselves() throws InterruptedException {
        var operator = bench.start(Controller.of(Gadget.class)
                .workers(4)
                .limit(Duration.ofMillis(300))
                .retry(Backoff.constant(Duration.ofMillis(20)).attempts(3))
                .reconcile(this::reconcile));
        for (int i = 0; i < EACH; i++) {
            for (var kind : Arrays.asList("blocks", "fails", "overflows", "errs", "works")) {
                bench.create(kind + "-" + i, 1);
            }
        }
        Await.until("all that are well were seen", () -> seen.size() == EACH);
        Await.until("all that block are left alone", () -> operator.processing() == EACH);
        Await.until("nothing else is to be done", () -> operator.depth() + operator.scheduled() == 0);
        assertThat(failed).hasValue(3 * EACH);
        Await.until("all of them are reported", () -> operator.ailments().size() == EACH);
        assertThat(operator.ailments())
                .allSatisfy(ailment -> assertThat(ailment.problem()).contains("NeighboursTest.blockForEver"));
        bench.resize("works-0", 2);
        Await.until("there are workers left", () -> Integer.valueOf(2).equals(seen.get("works-0")));
        assertThat(letters()).isEqualTo(4 * EACH);
    }

    /** How many dead letters there are; the operator writes them behind the scenes. */
    private long letters() {
        Await.until("all letters are written", () -> count() >= 4 * EACH);
        return count();
    }

    private long count() {
        return bench.deadLetters().size();
    }
}
