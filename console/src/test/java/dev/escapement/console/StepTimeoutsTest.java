package dev.escapement.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import dev.escapement.Controller;
import dev.escapement.Crds;
import dev.escapement.StepStatus;
import dev.escapement.Steps;
import dev.escapement.StepsStatus;
import dev.escapement.queue.WorkQueue;
import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.StepResult.failed;
import static dev.escapement.StepResult.poll;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the third founding article asks for, point by point: a controller that noticed the timeouts of steps minutes late. That
 * workers follow the load is in {@link EventHandlingTest}.
 */
@OnEachCluster
class StepTimeoutsTest {
    private final VirtualClock clock = VirtualClock.at(Clock.system().now());
    private final ConcurrentLinkedQueue<Instant> calls = new ConcurrentLinkedQueue<>();
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) {
        bench = new Bench(cluster);
        for (var definition : Crds.generate(List.of(Promotion.class)).values()) {
            bench.client.resource(definition).forceConflicts().serverSideApply();
        }
        Await.until("promotions are served", () -> {
            bench.client.resources(Promotion.class).inNamespace(bench.namespace).list();
            return true;
        });
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    private static Controller<Promotion> promotions(Steps<Promotion> steps) {
        return Controller.of(Promotion.class).workers(4).reconcile(steps);
    }

    private void create(String name, int seconds) {
        bench.client.resource(Promotion.of(bench.namespace, name, seconds)).create();
    }

    private Resource<Promotion> promotion(String name) {
        return bench.client
                .resources(Promotion.class)
                .inNamespace(bench.namespace)
                .withName(name);
    }

    private StepStatus step(String name) {
        var status = promotion(name).get().getStatus();
        if (status == null || status.sequence() == null) {
            throw new IllegalStateException(name + " has no status yet");
        }
        return status.sequence().steps().getFirst();
    }

    private static Duration took(StepStatus step) {
        return Duration.between(
                Instant.parse(String.valueOf(step.startedAt())), Instant.parse(String.valueOf(step.finishedAt())));
    }

    private void awaitBegin(String name) {
        Await.until("it has begun", () -> step(name).phase() == StepStatus.Phase.RUNNING);
        Await.until("it was called", () -> !calls.isEmpty());
    }

    /** Steps that wait for what never comes, and would look for it once an hour. */
    private Steps<Promotion> waiting() {
        return Steps.<Promotion>named("promotion").step("wait", (_, context) -> {
            calls.add(context.clock().now());
            return poll(ofHours(1), "for Godot");
        });
    }

    private Steps<Promotion> waitingFor(Duration timeout) {
        return Steps.<Promotion>named("promotion")
                .step(
                        "wait",
                        (_, context) -> {
                            calls.add(context.clock().now());
                            return poll(ofHours(1), "for Godot");
                        },
                        step -> step.timeout(timeout));
    }

    @Test
    void aStepIsLookedAtEveryFiveMinutesAtTheLatest() throws InterruptedException {
        bench.start(bench.operator().clock(clock), promotions(waiting()));
        create("a", 0);
        awaitBegin("a");
        bench.pass(clock, ofMinutes(5).plusSeconds(10));
        assertThat(calls).hasSize(2);
        var first = calls.element();
        assertThat(calls)
                .allMatch(at -> at.equals(first) || Duration.between(first, at).toSeconds() / 10 == 30);
    }

    @Test
    void aDeadlineBeforeTheNextLookIsNoticedAtTheDeadline() throws InterruptedException {
        bench.start(bench.operator().clock(clock), promotions(waitingFor(ofMinutes(7))));
        create("a", 0);
        awaitBegin("a");
        bench.pass(clock, ofMinutes(8)); // the look after the one at 5 min would be at 10 min
        assertThat(calls).hasSize(2);
        assertThat(step("a").phase()).isEqualTo(StepStatus.Phase.TIMED_OUT);
        assertThat(took(step("a"))).isEqualTo(ofMinutes(7));
        assertThat(promotion("a").get().getStatus().sequence())
                .extracting(StepsStatus::phase)
                .isEqualTo(StepsStatus.Phase.FAILED);
    }

    @Test
    void whatUsersHaveConfiguredStaysAsItIs() throws InterruptedException {
        var before = bench.start(bench.operator().clock(clock), promotions(waiting()));
        create("a", 0);
        awaitBegin("a");
        before.close();
        var was = promotion("a").get();
        bench.start(bench.operator().clock(clock), promotions(waitingFor(ofMinutes(1))));
        bench.pass(clock, ofMinutes(2));
        assertThat(took(step("a"))).isEqualTo(ofMinutes(1));
        assertThat(promotion("a").get().getMetadata().getGeneration())
                .isEqualTo(was.getMetadata().getGeneration());
        assertThat(promotion("a").get().getSpec()).isEqualTo(was.getSpec());
    }

    @Test
    void timeIsPreciseOnARealClockAndForCodeThatBlocks() throws InterruptedException {
        bench.start(promotions(Steps.<Promotion>named("promotion")
                .step(
                        "block",
                        (_, _) -> {
                            new CountDownLatch(1).await();
                            return poll();
                        },
                        step -> step.timeout(ofMillis(700)))));
        create("a", 0);
        Await.until("it timed out", () -> step("a").phase() == StepStatus.Phase.TIMED_OUT);
        assertThat(took(step("a"))).isBetween(ofMillis(700), ofMillis(1700));
    }

    @Test
    void manyStepsAtOnceAreEachNoticedAtTheirOwnDeadline() throws InterruptedException {
        bench.start(
                bench.operator().clock(clock),
                promotions(Steps.<Promotion>named("promotion")
                        .step(
                                "fail",
                                (_, _) -> failed("connection refused"),
                                step -> step.timeoutOf(
                                                p -> ofSeconds(p.getSpec().seconds()))
                                        .retry(Backoff.constant(ofHours(1))))));
        for (int i = 1; i <= 20; i++) {
            create("p" + i, 10 * i);
        }
        for (int i = 1; i <= 20; i++) {
            var name = "p" + i;
            Await.until("it has failed once", () -> step(name).retryAt() != null);
        }
        bench.pass(clock, ofSeconds(210));
        for (int i = 1; i <= 20; i++) {
            assertThat(took(step("p" + i))).isEqualTo(ofSeconds(10L * i));
        }
    }

    @Test
    void aFloorKeepsLooksApart() throws InterruptedException {
        bench.start(promotions(Steps.<Promotion>named("promotion").step("hasty", (_, context) -> {
            calls.add(context.clock().now());
            return poll(Duration.ofNanos(1), "for nothing");
        })));
        create("a", 0);
        Await.until("it was looked at", () -> calls.size() >= 6);
        var looks = calls.stream().limit(6).toList();
        assertThat(Duration.between(looks.getFirst(), looks.getLast())).isGreaterThanOrEqualTo(ofMillis(450));
    }

    @Test
    void theIntervalOfLooksMayChangeAsItGoes() throws InterruptedException {
        bench.start(
                bench.operator().clock(clock),
                promotions(Steps.<Promotion>named("promotion").step("wait", (_, context) -> {
                    calls.add(context.clock().now());
                    return poll(ofSeconds(10L * calls.size()), "for Godot");
                })));
        create("a", 0);
        awaitBegin("a");
        bench.pass(clock, ofSeconds(75)); // looks after 10, 20 and 30 s, the next one after 40 s more
        assertThat(calls).hasSize(4);
    }

    @Test
    void whatIsUrgentGoesFirst() throws InterruptedException {
        var queue = WorkQueue.<String>builder(clock).build();
        queue.add("what was there before", Priority.LOW);
        queue.add("a deadline", Priority.NORMAL);
        queue.add("somebody waits for it", Priority.HIGH);
        assertThat(queue.take()).isEqualTo("somebody waits for it");
        assertThat(queue.take()).isEqualTo("a deadline");
        assertThat(queue.take()).isEqualTo("what was there before");
    }
}
