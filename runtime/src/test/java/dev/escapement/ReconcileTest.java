package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class ReconcileTest {
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
    void reconcilesWhatIsThereAndWhatComes() throws InterruptedException {
        var seen = new ConcurrentHashMap<String, Integer>();
        bench.create("before", 1);
        bench.start(Controller.of(Gadget.class).reconcile((gadget, _) -> {
            seen.put(gadget.getMetadata().getName(), gadget.getSpec().size());
            return done();
        }));
        Await.until("the existing one was seen", () -> seen.containsKey("before"));
        bench.create("after", 2);
        Await.until("the new one was seen", () -> Integer.valueOf(2).equals(seen.get("after")));
        bench.resize("before", 5);
        Await.until("the change was seen", () -> Integer.valueOf(5).equals(seen.get("before")));
    }

    @Test
    void runsKnowTheirCauses() throws InterruptedException {
        var causes = new ConcurrentLinkedQueue<Cause>();
        bench.start(Controller.of(Gadget.class).reconcile((_, context) -> {
            causes.addAll(context.causes());
            return done();
        }));
        var gadget = bench.create("a", 1);
        Await.until("it ran", () -> !causes.isEmpty());
        assertThat(causes.peek())
                .isEqualTo(new Cause(
                        Cause.What.ADDED,
                        "Gadget",
                        new ObjectKey(bench.namespace, "a"),
                        gadget.getMetadata().getResourceVersion()));
    }

    @Test
    void writesAStatusOnlyWhenItDiffersAndIsNotWokenByItsOwnWrites() throws InterruptedException {
        var runs = new AtomicInteger();
        bench.start(Controller.of(Gadget.class).reconcile((gadget, _) -> {
            runs.incrementAndGet();
            return done().status(new Gadget.Status(gadget.getSpec().size(), "seen"));
        }));
        bench.create("a", 3);
        Await.until("the status is there", () -> bench.gadget("a").get().getStatus() != null);
        var version = bench.gadget("a").get().getMetadata().getResourceVersion();
        bench.client.resource(bench.gadget("a").get()).edit(g -> {
            g.getMetadata().setLabels(Map.of("x", "y"));
            return g;
        });
        Await.until("the foreign change was reconciled", () -> runs.get() == 2);
        bench.resize("a", 4);
        Await.until(
                "the status followed", () -> bench.gadget("a").get().getStatus().observed() == 4);
        assertThat(runs).hasValue(3); // created, labelled, resized; none for the two status writes
        assertThat(bench.gadget("a").get().getStatus().note()).isEqualTo("seen");
        assertThat(version).isNotEmpty();
    }

    @Test
    void removesStatusFieldsThatAreNoLongerSet() throws InterruptedException {
        bench.start(Controller.of(Gadget.class).reconcile((gadget, _) -> {
            int size = gadget.getSpec().size();
            return done().status(new Gadget.Status(size, size > 1 ? null : "small"));
        }));
        bench.create("a", 1);
        Await.until(
                "the note is there",
                () -> "small".equals(bench.gadget("a").get().getStatus().note()));
        bench.resize("a", 2);
        Await.until(
                "the status followed", () -> bench.gadget("a").get().getStatus().observed() == 2);
        assertThat(bench.gadget("a").get().getStatus().note()).isNull();
    }

    @Test
    void retriesWithBackoffUntilItWorks() throws InterruptedException {
        var attempts = new ConcurrentLinkedQueue<Integer>();
        bench.start(Controller.of(Gadget.class)
                .retry(Backoff.exponential(Duration.ofMillis(10)))
                .reconcile((_, context) -> {
                    attempts.add(context.attempt());
                    if (attempts.size() < 4) {
                        throw new IllegalStateException("not yet");
                    }
                    return done();
                }));
        bench.create("a", 1);
        Await.until("it worked in the end", () -> attempts.size() == 4);
        assertThat(attempts).containsExactly(1, 2, 3, 4);
    }

    @Test
    void givesUpAfterTheLastAttemptAndBeginsAnewWithTheNextGeneration() throws InterruptedException {
        var attempts = new ConcurrentLinkedQueue<String>();
        var healthy = new AtomicBoolean();
        var operator = bench.start(Controller.of(Gadget.class)
                .retry(Backoff.constant(Duration.ofMillis(10)).attempts(3))
                .reconcile((gadget, context) -> {
                    attempts.add(gadget.getSpec().size() + ":" + context.attempt());
                    if (!healthy.get()) {
                        throw new StackOverflowError("an author's bug");
                    }
                    return done();
                }));
        bench.create("a", 1);
        Await.until("all attempts were made", () -> attempts.size() == 3);
        Await.until(
                "nothing is left to do", () -> operator.scheduled() + operator.depth() + operator.processing() == 0);
        healthy.set(true);
        bench.resize("a", 2);
        Await.until("the change was tried", () -> attempts.contains("2:1"));
        assertThat(attempts).containsExactly("1:1", "1:2", "1:3", "2:1");
    }

    @Test
    void runsAgainWhenAsked() throws InterruptedException {
        var runs = new ConcurrentLinkedQueue<Long>();
        var causes = new ConcurrentLinkedQueue<Cause.What>();
        bench.start(Controller.of(Gadget.class).reconcile((_, context) -> {
            causes.add(context.causes().getFirst().what());
            runs.add(System.nanoTime());
            return switch (runs.size()) {
                case 1 -> again(Duration.ofMillis(50));
                case 2 -> again(Instant.EPOCH); // long past: now
                default -> done();
            };
        }));
        bench.create("a", 1);
        Await.until("it ran three times", () -> runs.size() == 3);
        assertThat(causes).element(1).isEqualTo(Cause.What.SCHEDULED);
        assertThat(causes).element(2).isEqualTo(Cause.What.SCHEDULED);
        var times = List.copyOf(runs);
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void cleansUpBeforeAnObjectGoes() throws InterruptedException {
        var cleaned = new CountDownLatch(1);
        var mayGo = new AtomicBoolean();
        bench.start(Controller.of(Gadget.class)
                .retry(Backoff.constant(Duration.ofMillis(20)))
                .reconcile((_, _) -> done())
                .cleanup((_, _) -> {
                    cleaned.countDown();
                    return mayGo.get() ? done() : Outcome.failed("not yet");
                }));
        bench.create("a", 1);
        Await.until(
                "it has the finalizer",
                () -> !bench.gadget("a").get().getMetadata().getFinalizers().isEmpty());
        assertThat(bench.gadget("a").get().getMetadata().getFinalizers())
                .containsExactly("escapement.dev/test.gadgets");
        bench.gadget("a").delete();
        cleaned.await();
        assertThat(bench.gadget("a").get()).isNotNull();
        mayGo.set(true);
        Await.until("it is gone", () -> bench.gadget("a").get() == null);
    }

    @Test
    void aCleanupThatIsNotDoneMaySayWhyInTheStatus() throws InterruptedException {
        var mayGo = new AtomicBoolean();
        bench.start(Controller.of(Gadget.class)
                .reconcile((_, _) -> done())
                .cleanup((_, _) ->
                        mayGo.get() ? done() : again(Duration.ofMillis(20)).status(new Gadget.Status(1, "waits"))));
        bench.create("a", 1);
        Await.until(
                "it has the finalizer",
                () -> !bench.gadget("a").get().getMetadata().getFinalizers().isEmpty());
        bench.gadget("a").delete();
        Await.until("the status is there", () -> bench.gadget("a").get().getStatus() != null);
        mayGo.set(true);
        Await.until("it is gone", () -> bench.gadget("a").get() == null);
    }

    @Test
    void setsNoFinalizerWithoutACleanup() throws InterruptedException {
        bench.start(Controller.of(Gadget.class).reconcile((_, _) -> done().status(new Gadget.Status(1, null))));
        bench.create("a", 1);
        Await.until("it was reconciled", () -> bench.gadget("a").get().getStatus() != null);
        assertThat(bench.gadget("a").get().getMetadata().getFinalizers()).isNullOrEmpty();
        assertThat(bench.gadget("a").get().getMetadata().getAnnotations()).isNullOrEmpty();
    }

    @Test
    void anAuthorsInterruptsCostNoWorker() throws InterruptedException {
        var runs = new AtomicInteger();
        bench.start(Controller.of(Gadget.class)
                .workers(1)
                .retry(Backoff.constant(Duration.ofMillis(10)))
                .reconcile((_, _) -> {
                    switch (runs.incrementAndGet()) {
                        case 1 -> throw new InterruptedException("an author's own");
                        case 2 -> Thread.currentThread().interrupt();
                        default -> {
                            return done();
                        }
                    }
                    return again(Duration.ZERO);
                }));
        bench.create("a", 1);
        Await.until("it ran on", () -> runs.get() == 3);
    }

    @Test
    void oneBlockedObjectKeepsNoOtherWaiting() throws InterruptedException {
        var release = new CountDownLatch(1);
        var others = ConcurrentHashMap.newKeySet();
        bench.start(Controller.of(Gadget.class).workers(2).reconcile((gadget, _) -> {
            if (gadget.getMetadata().getName().equals("blocked")) {
                release.await();
            } else {
                others.add(gadget.getMetadata().getName());
            }
            return done();
        }));
        bench.create("blocked", 1);
        for (int i = 0; i < 10; i++) {
            bench.create("g" + i, 1);
        }
        Await.until("the others were reconciled", () -> others.size() == 10);
        release.countDown();
    }
}
