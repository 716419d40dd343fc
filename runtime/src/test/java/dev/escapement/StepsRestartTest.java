package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.StepResult.done;
import static dev.escapement.StepResult.failed;
import static dev.escapement.StepResult.poll;
import static org.assertj.core.api.Assertions.assertThat;

/** What is kept in the status is enough: for another process, and for people who ask for something. */
@OnEachCluster
class StepsRestartTest {
    private StepsBench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new StepsBench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    private static Steps<Errand> steps() {
        return Steps.named("errand");
    }

    @Test
    void anotherProcessGoesOnWhereTheFirstStopped() throws InterruptedException {
        var calls = new ConcurrentLinkedQueue<String>();
        var first = bench.start(steps().step("one", (_, _) -> {
                    calls.add("one");
                    return done(41);
                })
                .step("two", (_, context) -> {
                    calls.add("two " + context.isRepeated());
                    return poll(Duration.ofMinutes(1), "for the other process");
                }));
        bench.create("a");
        Await.until(
                "it polls",
                () -> "two: for the other process".equals(bench.status("a").message()));
        var startedAt = bench.step("a", "two").startedAt();
        first.close();
        bench.start(steps().step("one", (_, _) -> done()).step("two", (_, context) -> {
            calls.add("two " + context.isRepeated() + " " + context.attempt());
            return done(context.output("one", Integer.class) + 1);
        }));
        Await.until("it is done", () -> bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
        assertThat(calls).containsExactly("one", "two false", "two true 1");
        assertThat(bench.step("a", "two").startedAt()).isEqualTo(startedAt);
        assertThat(String.valueOf(bench.step("a", "two").output())).isEqualTo("42");
    }

    @Test
    void aDeadlineThatPassedMeanwhileIsNoticedAtTheStart() throws InterruptedException {
        var first = bench.start(steps().step(
                        "slow",
                        (_, _) -> failed("connection refused"),
                        step -> step.timeout(Duration.ofMillis(500)).retry(Backoff.constant(Duration.ofHours(1)))));
        bench.create("a");
        Await.until(
                "it has failed",
                () -> "slow: connection refused".equals(bench.status("a").message()));
        first.close();
        var deadline = Instant.parse(String.valueOf(bench.step("a", "slow").startedAt()))
                .plusMillis(500);
        Await.until("the deadline is behind", () -> Instant.now().isAfter(deadline));
        bench.start(steps().step(
                        "slow",
                        (_, _) -> done(),
                        step -> step.timeout(Duration.ofMillis(500)).retry(Backoff.constant(Duration.ofHours(1)))));
        Await.until("it is noticed", () -> bench.status("a").phase() == StepsStatus.Phase.FAILED);
        assertThat(bench.status("a").message()).isEqualTo("slow: timed out after 0.5s; last: connection refused");
    }

    @Test
    void whatTimedOutMeanwhileIsWrittenBeforeAnythingElseIsBegun() throws InterruptedException {
        var first = bench.start(steps().step("slow", (_, _) -> poll(), step -> step.timeout(Duration.ofMillis(500))));
        bench.create("late");
        Await.until("it has begun", () -> bench.step("late", "slow").deadline() != null);
        first.close();
        for (int i = 0; i < 20; i++) {
            bench.create("new-" + i);
        }
        var deadline = Instant.parse(String.valueOf(bench.step("late", "slow").deadline()));
        Await.until("the deadline is behind", () -> Instant.now().isAfter(deadline));
        var looked = new ConcurrentLinkedQueue<String>();
        bench.bench.start(Controller.of(Errand.class)
                .workers(1)
                .reconcile(steps().step(
                                "slow",
                                (_, _) -> done(),
                                step -> step.timeoutOf(errand -> {
                                    looked.add(errand.getMetadata().getName());
                                    return Duration.ofMillis(500);
                                }))));
        Await.until("all were looked at", () -> looked.stream().distinct().count() == 21);
        assertThat(looked.peek()).isEqualTo("late");
        assertThat(bench.status("late").phase()).isEqualTo(StepsStatus.Phase.FAILED);
        assertThat(bench.step("late", "slow").deadline()).isEqualTo(deadline.toString());
    }

    @Test
    void whatIsToBeDoneOnceIsNotDoneAgainByAnotherProcess() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var first = bench.start(steps().step(
                        "pay",
                        (_, _) -> {
                            begun.countDown();
                            never.await();
                            return done();
                        },
                        StepSettings::once));
        bench.create("a");
        begun.await();
        first.close();
        var calls = new AtomicInteger();
        bench.start(steps().step(
                        "pay",
                        (_, _) -> {
                            calls.incrementAndGet();
                            return done();
                        },
                        StepSettings::once));
        Await.until("it failed", () -> bench.status("a").phase() == StepsStatus.Phase.FAILED);
        assertThat(bench.status("a").message()).contains("unknown whether it was done");
        assertThat(calls).hasValue(0);
        bench.annotate("a", "retry-from", "pay");
        Await.until("it was done by hand", () -> bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
        assertThat(calls).hasValue(1);
    }

    @Test
    void abortInterruptsTheStepThatRuns() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        bench.start(steps().step("slow", (_, _) -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return done();
                })
                .step("never", (_, _) -> done()));
        bench.create("a");
        begun.await();
        bench.annotate("a", "abort", "enough");
        interrupted.await();
        Await.until("it is aborted", () -> bench.status("a").phase() == StepsStatus.Phase.ABORTED);
        assertThat(bench.phases("a")).containsExactly(StepStatus.Phase.ABORTED, StepStatus.Phase.PENDING);
        bench.annotate("a", "skip", "nothing");
        Await.until("it is said what is wrong", () -> bench.status("a").notice() != null);
        assertThat(bench.status("a").notice()).contains("there is no step \"nothing\"; there are slow, never");
    }

    @Test
    void skipGoesOnWithTheNextStepWhenTheOldCodeHasEnded() throws InterruptedException {
        var running = new AtomicInteger();
        var overlapped = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        bench.start(steps().step("slow", (_, _) -> {
                    running.incrementAndGet();
                    try {
                        begun.countDown();
                        new CountDownLatch(1).await();
                    } finally {
                        running.decrementAndGet();
                    }
                    return done();
                })
                .step("next", (_, _) -> {
                    overlapped.set(running.get() > 0);
                    return done();
                }));
        bench.create("a");
        begun.await();
        bench.annotate("a", "skip", "slow#1");
        Await.until("it is done", () -> bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
        assertThat(bench.phases("a")).containsExactly(StepStatus.Phase.SKIPPED, StepStatus.Phase.SUCCEEDED);
        assertThat(overlapped).isFalse();
    }

    @Test
    void aChangedSpecBeginsAnew() throws InterruptedException {
        var seen = new ConcurrentLinkedQueue<String>();
        bench.start(steps().step("buy", (errand, _) -> {
            seen.add(errand.getSpec().what());
            return done(errand.getSpec().what());
        }));
        bench.create("a");
        Await.until("it is done", () -> bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
        bench.errand("a").edit(e -> {
            e.setSpec(new Errand.Spec("bread"));
            return e;
        });
        Await.until(
                "it is done anew",
                () -> bench.status("a").generation() == 2 && bench.status("a").phase() == StepsStatus.Phase.SUCCEEDED);
        assertThat(seen).containsExactly("milk", "bread");
        bench.errand("a").edit(e -> {
            e.getMetadata().setLabels(Map.of("x", "y"));
            return e;
        });
        assertThat(bench.status("a").generation()).isEqualTo(2);
    }
}
