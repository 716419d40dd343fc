package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.time.Backoff;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.StepResult.failed;
import static dev.escapement.StepResult.poll;
import static org.assertj.core.api.Assertions.assertThat;

/** Deadlines of steps that another process began are noticed when their objects become known, however long their runs wait. */
class StepsResumptionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicInteger urgent = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final VirtualClock later = VirtualClock.at(START.plusSeconds(100));
    private Paper paper;

    @BeforeEach
    void letAnotherProcessBeginAStepOfAMinute() {
        paper = new Paper("a", VirtualClock.at(START));
        paper.look(steps(Duration.ofMinutes(1), (_, _) -> failed("connection refused")));
        paper.moveTo(later);
    }

    private static Steps<Errand> steps(Duration timeout, Step<Errand> code) {
        return Steps.<Errand>named("s")
                .step("go", code, step -> step.timeout(timeout).retry(Backoff.constant(Duration.ofHours(1))));
    }

    private Steps<Errand> steps(Duration timeout) {
        return steps(timeout, (_, _) -> {
            calls.incrementAndGet();
            return poll();
        });
    }

    private StepStatus step() {
        return paper.sequence().steps().getFirst();
    }

    private void resume(Steps<Errand> steps, VirtualClock clock) {
        steps.resume(paper.object(), clock, urgent::incrementAndGet);
    }

    @Test
    void whatHasPassedIsNoticedAtOnceAndItsRunIsUrgent() {
        assertThat(step().deadline()).isEqualTo(START.plusSeconds(60).toString());
        var steps = steps(Duration.ofMinutes(1));
        resume(steps, later);
        assertThat(urgent).hasValue(1);
        later.advance(Duration.ofSeconds(5)); // until the run has its turn
        paper.look(steps);
        assertThat(step().phase()).isEqualTo(StepStatus.Phase.TIMED_OUT);
        assertThat(step().deadline()).isEqualTo(START.plusSeconds(60).toString());
        assertThat(step().finishedAt()).isEqualTo(START.plusSeconds(100).toString());
        assertThat(calls).hasValue(0);
    }

    @Test
    void whatPassesBeforeTheFirstRunIsNoticedThen() {
        var clock = VirtualClock.at(START.plusSeconds(59));
        paper.moveTo(clock);
        var steps = steps(Duration.ofMinutes(1));
        resume(steps, clock);
        assertThat(urgent).hasValue(0);
        clock.advance(Duration.ofSeconds(5));
        assertThat(urgent).hasValue(1);
        paper.look(steps);
        assertThat(step().finishedAt()).isEqualTo(START.plusSeconds(60).toString());
        assertThat(calls).hasValue(0);
    }

    @Test
    void aTimeoutThatIsLongerNowHolds() {
        var steps = steps(Duration.ofMinutes(3), (_, _) -> {
            new CountDownLatch(1).await();
            return poll();
        });
        resume(steps, later);
        paper.look(steps);
        assertThat(step().phase()).isEqualTo(StepStatus.Phase.RUNNING);
        assertThat(step().deadline()).isEqualTo(START.plusSeconds(180).toString());
        later.advance(Duration.ofMinutes(2));
        paper.look(steps);
        assertThat(step().finishedAt()).isEqualTo(START.plusSeconds(180).toString());
    }

    @Test
    void whatTheReplicaThatWorksEndsInTimeIsNotNoticed() {
        var clock = VirtualClock.at(START.plusSeconds(59));
        var steps = steps(Duration.ofMinutes(1));
        resume(steps, clock);
        paper.moveTo(VirtualClock.at(START.plusSeconds(59)));
        var other = Steps.<Errand>named("s").step("go", (_, _) -> poll()); // without a timeout
        paper.look(other);
        assertThat(step().deadline()).isNull();
        resume(steps, clock);
        clock.advance(Duration.ofSeconds(5));
        assertThat(urgent).hasValue(0);
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whatIsGoneIsForgotten() {
        var clock = VirtualClock.at(START);
        var steps = steps(Duration.ofMinutes(1));
        resume(steps, clock);
        steps.forget(paper.header());
        assertThat(clock.pending()).isZero();
    }
}
