package dev.escapement;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class RetriesTest {
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
    void aConflictIsTriedAgainAtOnceOnAFreshCopy() throws InterruptedException {
        var sizes = new ConcurrentLinkedQueue<Integer>();
        var attempts = new ConcurrentLinkedQueue<Integer>();
        bench.start(Controller.of(Gadget.class)
                .retry(Backoff.constant(Duration.ofHours(1)))
                .reconcile((gadget, context) -> {
                    sizes.add(gadget.getSpec().size());
                    attempts.add(context.attempt());
                    if (sizes.size() == 1) {
                        bench.resize("a", 2);
                    }
                    gadget.getMetadata().setAnnotations(Map.of("seen", "yes"));
                    bench.client
                            .resource(gadget)
                            .lockResourceVersion() // the version that the run was given
                            .update();
                    return done();
                }));
        bench.create("a", 1);
        Await.until(
                "it worked on the fresh copy",
                () -> bench.gadget("a").get().getMetadata().getAnnotations().containsKey("seen"));
        assertThat(sizes).startsWith(1, 2);
        assertThat(attempts).startsWith(1, 1);
    }

    @Test
    void anObjectThatIsGoneIsNoFailure() throws InterruptedException {
        var runs = new AtomicInteger();
        var operator = bench.start(Controller.of(Gadget.class)
                .retry(Backoff.constant(Duration.ofHours(1)))
                .reconcile((gadget, _) -> {
                    runs.incrementAndGet();
                    bench.client.resource(gadget).delete();
                    bench.client.resource(gadget).patchStatus(); // 404
                    return done();
                }));
        bench.create("a", 1);
        Await.until("it ran", () -> runs.get() == 1);
        Await.until("nothing is left", () -> operator.processing() + operator.depth() == 0);
        assertThat(operator.scheduled()).isZero();
    }

    @Test
    void whatTheServerWillNeverAcceptIsNotTriedAgain() throws InterruptedException {
        var runs = new AtomicInteger();
        var operator = bench.start(Controller.of(Gadget.class)
                .retry(Backoff.constant(Duration.ofMillis(5)))
                .reconcile((gadget, context) -> {
                    runs.incrementAndGet();
                    context.apply(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("Not A Name")
                            .endMetadata()
                            .build());
                    return done();
                }));
        bench.create("a", 1);
        Await.until("it ran", () -> runs.get() == 1 && operator.processing() == 0);
        assertThat(operator.scheduled() + operator.depth()).isZero();
    }

    @Test
    void anAuthorMaySayOtherwise() throws InterruptedException {
        var runs = new AtomicInteger();
        var operator = bench.start(Controller.of(Gadget.class)
                .failures(failure -> failure instanceof IllegalStateException
                        ? Verdict.TERMINAL
                        : Classifier.standard().classify(failure))
                .reconcile((_, _) -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("for good");
                }));
        bench.create("a", 1);
        Await.until("it ran", () -> runs.get() == 1 && operator.processing() == 0);
        assertThat(operator.scheduled() + operator.depth()).isZero();
    }

    @Test
    void aLoopWithoutAPauseIsSlowedDown() throws InterruptedException {
        var runs = new AtomicInteger();
        var operator = bench.start(Controller.of(Gadget.class).reconcile((_, _) -> {
            runs.incrementAndGet();
            return again(Duration.ZERO);
        }));
        bench.create("a", 1);
        Await.until("it runs", () -> runs.get() > 10);
        Await.until("it is put off", () -> operator.scheduled() == 1);
        assertThat(runs).hasValueLessThan(15);
    }

    @Test
    void aRunThatTakesTooLongIsInterruptedAndTriedAgain() throws InterruptedException {
        var ends = new ConcurrentLinkedQueue<String>();
        bench.start(Controller.of(Gadget.class)
                .limit(Duration.ofSeconds(1)) // the second attempt is to end within it, however busy the machine is
                .retry(Backoff.constant(Duration.ofMillis(5)))
                .reconcile((_, context) -> {
                    try {
                        new CountDownLatch(context.attempt() == 1 ? 1 : 0).await();
                        ends.add("done");
                        return done();
                    } catch (InterruptedException e) {
                        ends.add("interrupted, deadline past: "
                                + context.deadline().isPast());
                        throw e;
                    }
                }));
        bench.create("a", 1);
        Await.until("it worked in the end", () -> ends.contains("done"));
        assertThat(ends).containsExactly("interrupted, deadline past: true", "done");
    }

    @Test
    void aRunThatDoesNotEndLosesItsWorkerAndItsSay() throws InterruptedException {
        var release = new CountDownLatch(1);
        var writes = new ConcurrentLinkedQueue<String>();
        var others = new AtomicInteger();
        var operator = bench.start(Controller.of(Gadget.class)
                .workers(1)
                .limit(Duration.ofMillis(50))
                .reconcile((gadget, context) -> {
                    if (gadget.getMetadata().getName().equals("stuck")) {
                        awaitWhatever(release);
                        try {
                            context.get(Gadget.class, bench.namespace, "stuck");
                        } catch (IllegalStateException e) {
                            writes.add(String.valueOf(e.getMessage()));
                        }
                        return done().status(new Gadget.Status(9, "late"));
                    }
                    others.incrementAndGet();
                    return done();
                }));
        bench.create("stuck", 1);
        bench.create("other", 1);
        Await.until("the other had its turn", () -> others.get() >= 1);
        release.countDown();
        Await.until("the late one was told", () -> !writes.isEmpty());
        Await.until("it has ended", () -> operator.processing() == 0);
        assertThat(writes.peek()).contains("given up");
        assertThat(bench.gadget("stuck").get().getStatus()).isNull();
    }

    @Test
    void changesThatDoNotMatterBringNoRun() throws InterruptedException {
        var runs = new ConcurrentLinkedQueue<Integer>();
        bench.start(Controller.of(Gadget.class)
                .when(ChangeFilter.generation().or(ChangeFilter.annotation("please")))
                .reconcile((gadget, _) -> {
                    runs.add(gadget.getSpec().size());
                    return done();
                }));
        bench.create("a", 1);
        Await.until("it ran", () -> runs.size() == 1);
        annotate("other", "x");
        annotate("please", "x");
        Await.until("the one that matters ran", () -> runs.size() == 2);
        bench.resize("a", 2);
        Await.until("the new generation ran", () -> runs.size() == 3);
        assertThat(runs).containsExactly(1, 1, 2);
    }

    private void annotate(String name, String value) {
        bench.gadget("a").edit(gadget -> {
            gadget.getMetadata().getAnnotations().put(name, value);
            return gadget;
        });
    }

    private static void awaitWhatever(CountDownLatch release) {
        while (true) {
            try {
                release.await();
                return;
            } catch (InterruptedException e) {
                // it does not heed that
            }
        }
    }
}
