package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.StepResult.done;
import static dev.escapement.StepResult.failed;
import static dev.escapement.StepResult.poll;
import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class StepsTest {
    private StepsBench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new StepsBench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    record Image(String name, int replicas) {}

    @Test
    void stepsFollowEachOtherAndHandOnTheirOutputs() throws InterruptedException {
        var got = new ConcurrentLinkedQueue<Object>();
        bench.start(Steps.<Errand>named("errand")
                .step("build", (errand, _) -> done(new Image(errand.getSpec().what(), 3)))
                .step("count", (_, context) -> {
                    got.add(context.output("build", Image.class));
                    return done(context.output("build", Image.class).replicas() * 2);
                })
                .step("tell", (_, context) -> {
                    got.add(context.output("count", Integer.class));
                    got.add(context.attempt());
                    got.add(context.isRepeated());
                    return done();
                }));
        bench.create("a");
        Await.until("it is done", () -> bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
        assertThat(got).containsExactly(new Image("milk", 3), 6, 1, false);
        var status = bench.status("a");
        assertThat(status.current()).isNull();
        assertThat(status.finishedAt()).isNotNull();
        assertThat(status.steps()).extracting(StepStatus::name).containsExactly("build", "count", "tell");
        assertThat(status.steps()).allMatch(s -> s.phase() == StepStatus.Phase.SUCCEEDED && s.attempt() == 1);
    }

    @Test
    void aPollThatChangesNothingWritesNothing() throws InterruptedException {
        var polls = new AtomicInteger();
        var ready = new AtomicBoolean();
        bench.start(Steps.<Errand>named("errand").step("wait", (_, _) -> {
            polls.incrementAndGet();
            return ready.get() ? done() : poll(Duration.ofMillis(1), "for the bus");
        }));
        bench.create("a");
        Await.until(
                "it polls", () -> "wait: for the bus".equals(bench.status("a").message()));
        var version = bench.version("a");
        int before = polls.get();
        Await.until("it polled again and again", () -> polls.get() > before + 5);
        assertThat(bench.version("a")).isEqualTo(version);
        ready.set(true);
        Await.until("it is done", () -> bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
    }

    @Test
    void aStepIsInterruptedWhenItsObjectGoesOrItsOperatorStops() throws InterruptedException {
        var running = new ConcurrentLinkedQueue<String>();
        var interrupted = new ConcurrentLinkedQueue<String>();
        var operator = bench.start(Steps.<Errand>named("errand").step("walk", (errand, _) -> {
            running.add(errand.getMetadata().getName());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.add(errand.getMetadata().getName());
                throw e;
            }
            return done();
        }));
        bench.create("gone");
        bench.create("kept");
        Await.until("both are on their way", () -> running.size() == 2);
        bench.delete("gone");
        Await.until("it was interrupted", () -> interrupted.contains("gone"));
        assertThat(interrupted).containsExactly("gone");
        operator.close();
        assertThat(interrupted).containsExactly("gone", "kept");
        assertThat(bench.status("kept").steps().getFirst().phase()).isEqualTo(StepStatus.Phase.RUNNING);
    }

    @Test
    void aChangeOfWhatTheObjectOwnsBringsThePollForward() throws InterruptedException {
        var steps = Steps.<Errand>named("errand").step("wait", (errand, context) -> {
            var name = errand.getMetadata().getName();
            var map = new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .build();
            var data = context.apply(map).getData();
            return data != null && data.containsKey("ready") ? done() : poll(Duration.ofHours(1), "for the map");
        });
        bench.bench.start(Controller.of(Errand.class)
                .owns(io.fabric8.kubernetes.api.model.ConfigMap.class)
                .reconcile(steps));
        bench.create("a");
        Await.until(
                "it waits", () -> "wait: for the map".equals(bench.status("a").message()));
        bench.bench
                .client
                .configMaps()
                .inNamespace(bench.bench.namespace)
                .withName("a")
                .edit(map -> new ConfigMapBuilder(map).addToData("ready", "yes").build());
        Await.until("it is done", () -> bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
    }

    @Test
    void failuresAreRetriedAndErrorsAreFailures() throws InterruptedException {
        var attempts = new ConcurrentLinkedQueue<Integer>();
        bench.start(Steps.<Errand>named("errand")
                .step(
                        "flaky",
                        (_, context) -> {
                            attempts.add(context.attempt());
                            return switch (context.attempt()) {
                                case 1 -> failed("not today");
                                case 2 -> throw new AssertionError("an error");
                                case 3 -> overflow(0);
                                default -> done();
                            };
                        },
                        step -> step.retry(
                                Backoff.constant(Duration.ofMillis(10)).attempts(4)))
                .step(
                        "hopeless",
                        (_, _) -> failed("never"),
                        step -> step.retry(
                                Backoff.constant(Duration.ofMillis(10)).attempts(2)))
                .step("unreached", (_, _) -> done()));
        bench.create("a");
        Await.until("it failed", () -> bench.status("a").phase() == StepsStatus.Phase.FAILED);
        assertThat(attempts).containsExactly(1, 2, 3, 4);
        assertThat(bench.status("a").message()).isEqualTo("hopeless: never (attempt 2)");
        assertThat(bench.phases("a"))
                .containsExactly(StepStatus.Phase.SUCCEEDED, StepStatus.Phase.FAILED, StepStatus.Phase.PENDING);
    }

    private static StepResult overflow(int depth) {
        return depth < 0 ? done() : overflow(depth + 1);
    }

    @Test
    void aStepThatDoesNotHeedItsInterruptIsAbandonedAndCanWriteNoMore() throws InterruptedException {
        var released = new CountDownLatch(1);
        var complaint = new ConcurrentLinkedQueue<String>();
        var steps = Steps.<Errand>named("errand")
                .step(
                        "deaf",
                        (_, context) -> {
                            while (true) {
                                try {
                                    released.await();
                                    break;
                                } catch (InterruptedException e) {
                                    // deaf
                                }
                            }
                            try {
                                context.apply(new ConfigMapBuilder()
                                        .withNewMetadata()
                                        .withName("late")
                                        .endMetadata()
                                        .build());
                            } catch (IllegalStateException e) {
                                complaint.add(e.getMessage());
                            }
                            return done();
                        },
                        step -> step.timeout(Duration.ofMillis(300)))
                .grace(Duration.ofMillis(100));
        bench.start(steps);
        bench.create("a");
        Await.until("it timed out", () -> bench.status("a").phase() == StepsStatus.Phase.FAILED);
        assertThat(bench.status("a").message()).isEqualTo("deaf: timed out after 0.3s; it was still on its way");
        Await.until("it is abandoned", () -> steps.abandoned() == 1);
        released.countDown();
        Await.until("it has tried to write", () -> !complaint.isEmpty());
        assertThat(complaint.peek()).contains("the step deaf was abandoned");
        assertThat(bench.step("a", "deaf").phase()).isEqualTo(StepStatus.Phase.TIMED_OUT);
    }

    @Test
    void theRestOfTheStatusStaysAsItIs() throws InterruptedException {
        var created = bench.create("a");
        created.setStatus(new Errand.Status("mine", null));
        bench.bench.client.resource(created).updateStatus();
        bench.start(Steps.<Errand>named("errand").step("go", (_, _) -> done(List.of(1, 2))));
        Await.until("it is done", () -> bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
        assertThat(bench.errand("a").get().getStatus().note()).isEqualTo("mine");
        assertThat(String.valueOf(bench.step("a", "go").output())).isEqualTo("[1,2]");
    }
}
