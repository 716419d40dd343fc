package dev.escapement;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class PausingTest {
    private final ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    private Bench bench;
    private Operator operator;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
        operator = bench.start(Controller.of(Gadget.class)
                .when(ChangeFilter.generation())
                .timer("tick", Every.every(Duration.ofMillis(20)), (gadget, _) -> {
                    runs.add("tick " + gadget.getMetadata().getName());
                    return done();
                })
                .reconcile((gadget, _) -> {
                    runs.add(gadget.getMetadata().getName() + gadget.getSpec().size());
                    return done();
                }));
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    private void annotate(String name, String value) {
        bench.gadget(name).edit(gadget -> {
            gadget.getMetadata().getAnnotations().put(Controls.PAUSED, value);
            return gadget;
        });
    }

    private void awaitRun(String run) {
        Await.until(run + " ran", () -> runs.contains(run));
    }

    private ObjectKey key(String name) {
        return new ObjectKey(bench.namespace, name);
    }

    /** Waits until it is known that an object is paused, and what was under way for it has come to its end; forgets all runs. */
    private void awaitRest(String name) {
        Await.until(
                name + " rests",
                () -> operator.insight()
                        .object("gadgets", key(name))
                        .filter(seen -> seen.view().paused()
                                && seen.since() == null
                                && seen.tasks().isEmpty())
                        .isPresent());
        runs.clear();
    }

    /** How many times a key was added to the queue. */
    private long adds() {
        return operator.queues().get("gadgets").adds();
    }

    @Test
    void anObjectPausesByItsAnnotationAndMissesNothing() {
        bench.create("a", 1);
        bench.create("b", 1);
        awaitRun("a1");
        awaitRun("tick a");
        annotate("a", "gadgets");
        awaitRest("a");
        bench.resize("a", 2);
        bench.resize("b", 2);
        awaitRun("b2");
        runs.remove("tick b");
        awaitRun("tick b");
        Await.until("a's key is held", () -> operator.depth() + operator.processing() == 0);
        assertThat(runs).doesNotContain("a2", "tick a");
        annotate("a", "another-controller");
        awaitRun("a2");
        awaitRun("tick a");
    }

    @Test
    void aControllerPausesAndMissesNothing() {
        bench.create("a", 1);
        awaitRun("a1");
        operator.controls().pause("gadgets");
        awaitRest("a");
        long before = adds();
        bench.resize("a", 2);
        bench.create("c", 1);
        Await.until(
                "the keys came, and are held",
                () -> adds() >= before + 2 && operator.depth() + operator.processing() == 0);
        assertThat(runs).isEmpty();
        operator.controls().resume("gadgets");
        awaitRun("a2");
        awaitRun("c1");
        awaitRun("tick a");
        awaitRun("tick c");
    }

    @Test
    void anObjectPausesByItsNameAndMayGoMeanwhile() {
        bench.create("a", 1);
        awaitRun("a1");
        operator.controls().pause("gadgets", key("a"));
        bench.resize("a", 2);
        bench.gadget("a").delete();
        Await.until("it is gone", () -> bench.gadget("a").get() == null);
        bench.create("b", 1);
        awaitRun("b1");
        operator.controls().resumeAll();
        operator.controls().resume("gadgets", key("a"));
        assertThat(runs).doesNotContain("a2");
    }

    @Test
    void workersChangeAtOnce() throws InterruptedException {
        var release = new CountDownLatch(1);
        var running = new AtomicInteger();
        var second =
                bench.start(Controller.of(Gadget.class).named("slow").workers(1).reconcile((_, _) -> {
                    running.incrementAndGet();
                    release.await();
                    return done();
                }));
        for (int i = 0; i < 5; i++) {
            bench.create("w" + i, 1);
        }
        Await.until("one runs", () -> running.get() == 1);
        second.controls().workers("slow", 4, 4);
        Await.until("four run", () -> running.get() == 4);
        second.controls().resetWorkers("slow");
        release.countDown();
        Await.until("the last ran", () -> running.get() == 5);
    }
}
