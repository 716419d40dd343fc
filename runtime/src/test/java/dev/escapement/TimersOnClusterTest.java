package dev.escapement;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Every.every;
import static dev.escapement.Outcome.done;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** Timers of an operator. */
@OnEachCluster
class TimersOnClusterTest {
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
    void aTimerNeedsNoReconcilerAndCallsForWhatIsThereAndWhatComes() throws InterruptedException {
        var sizes = new ConcurrentLinkedQueue<Integer>();
        bench.create("before", 1);
        var operator = bench.start(Controller.of(Gadget.class).timer("probe", every(ofMillis(50)), (gadget, _) -> {
            sizes.add(gadget.getSpec().size());
            return done();
        }));
        Await.until("the existing one was called for", () -> sizes.contains(1));
        bench.create("after", 2);
        Await.until("the new one was called for", () -> sizes.contains(2));
        bench.resize("before", 5);
        Await.until("the call sees the change", () -> sizes.contains(5));
        assertThat(operator.depth() + operator.scheduled()).isZero();
        assertThat(bench.gadget("before").get().getMetadata().getFinalizers()).isNullOrEmpty();
    }

    @Test
    void aCallThatDoesNothingSendsNoRequest() throws InterruptedException {
        var calls = new AtomicInteger();
        bench.create("a", 1);
        var operator = bench.start(Controller.of(Gadget.class).timer("probe", every(ofMillis(10)), context -> {
            context.object();
            calls.incrementAndGet();
            return done();
        }));
        Await.until("it began", () -> calls.get() > 0);
        var before = operator.gate().answers();
        int then = calls.get();
        Await.until("it was called often", () -> calls.get() > then + 100);
        assertThat(operator.gate().answers()).isEqualTo(before);
    }

    @Test
    void theStatusOfAnOutcomeIsWrittenIfItDiffers() throws InterruptedException {
        var calls = new AtomicInteger();
        bench.create("a", 3);
        bench.start(Controller.of(Gadget.class).timer("probe", every(ofMillis(20)), (gadget, _) -> {
            calls.incrementAndGet();
            return done().status(new Gadget.Status(gadget.getSpec().size(), "probed"));
        }));
        Await.until("the status is there", () -> bench.gadget("a").get().getStatus() != null);
        var version = bench.gadget("a").get().getMetadata().getResourceVersion();
        int then = calls.get();
        Await.until("it was called again", () -> calls.get() > then + 10);
        assertThat(bench.gadget("a").get().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(bench.gadget("a").get().getStatus().note()).isEqualTo("probed");
    }

    @Test
    void blockedCallsHoldUpNoOtherObjects() throws InterruptedException {
        var release = new CountDownLatch(1);
        var others = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            bench.create("blocked-" + i, 1);
        }
        bench.create("free", 1);
        bench.start(Controller.of(Gadget.class).timer("probe", every(ofMillis(20)), context -> {
            if (context.header().key().name().equals("free")) {
                others.incrementAndGet();
            } else {
                release.await();
            }
            return done();
        }));
        Await.until("the free one was called for often", () -> others.get() > 50);
        release.countDown();
    }

    @Test
    void aDeletionInterruptsTheCall() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        bench.create("a", 1);
        bench.start(Controller.of(Gadget.class).timer("probe", every(ofMillis(20)), _ -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return done();
        }));
        begun.await();
        bench.gadget("a").delete();
        Await.until("the call was interrupted", () -> interrupted.getCount() == 0);
        Await.until("nothing holds the object", () -> bench.gadget("a").get() == null);
    }

    @Test
    void aFailingCallIsRepeatedWhileTheReconcilerWorks() throws InterruptedException {
        var attempts = new ConcurrentLinkedQueue<Integer>();
        var reconciled = new AtomicInteger();
        bench.create("a", 1);
        bench.start(Controller.of(Gadget.class)
                .reconcile((_, _) -> {
                    reconciled.incrementAndGet();
                    return done();
                })
                .timer("probe", every(ofSeconds(1)).retry(Backoff.constant(ofMillis(10))), context -> {
                    attempts.add(context.attempt());
                    return attempts.size() < 4 ? Outcome.failed("not yet") : done();
                }));
        Await.until("it worked in the end", () -> attempts.size() >= 4);
        assertThat(attempts.stream().limit(4)).containsExactly(1, 2, 3, 4);
        assertThat(reconciled).hasValue(1);
    }
}
