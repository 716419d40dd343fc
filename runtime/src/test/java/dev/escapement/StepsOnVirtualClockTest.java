package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.time.Backoff;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static dev.escapement.StepResult.failed;
import static dev.escapement.StepResult.poll;
import static org.assertj.core.api.Assertions.assertThat;

/** A thousand steps with random timeouts, on a clock that shows each deadline to the nanosecond. */
class StepsOnVirtualClockTest {
    private static final int COUNT = 1000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private VirtualClock clock = VirtualClock.at(START);

    private static Duration timeout(Errand errand) {
        var random = new SplittableRandom(errand.getMetadata().getName().hashCode());
        return Duration.ofSeconds(1).plusNanos(random.nextLong(29_000_000_000L));
    }

    private static Steps<Errand> steps(Step<Errand> code) {
        return Steps.<Errand>named("s")
                .step(
                        "step",
                        code,
                        step -> step.timeoutOf(StepsOnVirtualClockTest::timeout)
                                .retry(Backoff.exponential(Duration.ofSeconds(1))
                                        .cap(Duration.ofHours(1))
                                        .factor(3)));
    }

    private void follow(Paper paper, Steps<Errand> steps) {
        switch (paper.look(steps)) {
            case Outcome.Again again -> clock.schedule(again.after(), () -> follow(paper, steps));
            case Outcome.At at ->
                clock.schedule(Duration.between(clock.now(), at.instant()), () -> follow(paper, steps));
            case Outcome.Done _ -> {
                // nothing is left to be done
            }
            case Outcome.Failed failed -> throw new AssertionError(failed.reason());
        }
    }

    private ArrayList<Paper> begin(Steps<Errand> steps) {
        var papers = new ArrayList<Paper>();
        for (int i = 0; i < COUNT; i++) {
            var paper = new Paper("e" + i, clock);
            papers.add(paper);
            follow(paper, steps);
        }
        return papers;
    }

    private void assertTimedOutAt(Paper paper, Instant at) {
        var step = paper.sequence().steps().getFirst();
        assertThat(step.phase()).isEqualTo(StepStatus.Phase.TIMED_OUT);
        assertThat(step.finishedAt()).isEqualTo(at.toString());
    }

    @Test
    void stepsThatBlockAreNoticedAtTheirDeadlines() {
        var papers = begin(steps((_, _) -> {
            new CountDownLatch(1).await();
            return poll();
        }));
        clock.advance(Duration.ofSeconds(31));
        papers.forEach(paper -> assertTimedOutAt(paper, START.plus(timeout(paper.errand()))));
        assertThat(papers).extracting(Paper::writes).containsOnly(2);
    }

    @Test
    void aDeadlineThatPassesWhileTheBeginningIsWrittenIsNoticedAndNothingIsCalled() {
        var calls = new AtomicInteger();
        var steps = steps((_, _) -> {
            calls.incrementAndGet();
            return poll();
        });
        var paper = new Paper("slow", clock);
        paper.meanwhile(() -> clock.advance(Duration.ofSeconds(40)));
        follow(paper, steps);
        paper.meanwhile(() -> {});
        clock.advance(Duration.ofSeconds(1));
        assertTimedOutAt(paper, START.plus(timeout(paper.errand())));
        assertThat(calls).hasValue(0);
        assertThat(paper.writes()).isEqualTo(2);
    }

    @Test
    void stepsThatFailAndBackOffAreNoticedAtTheirDeadlines() {
        var papers = begin(steps((_, _) -> failed("connection refused")));
        clock.advance(Duration.ofSeconds(31));
        papers.forEach(paper -> {
            assertTimedOutAt(paper, START.plus(timeout(paper.errand())));
            assertThat(String.valueOf(paper.sequence().message())).startsWith("step: timed out after ");
        });
    }

    @Test
    void deadlinesHoldAcrossARestart() {
        var papers = begin(steps((_, _) -> failed("connection refused")));
        var restart = START.plusSeconds(15);
        // The first process ends: what it had scheduled is gone with its clock.
        clock = VirtualClock.at(restart);
        var steps = steps((_, _) -> poll());
        papers.forEach(paper -> paper.moveTo(clock));
        papers.forEach(paper -> follow(paper, steps));
        clock.advance(Duration.ofSeconds(16));
        papers.forEach(paper -> {
            var deadline = START.plus(timeout(paper.errand()));
            assertTimedOutAt(paper, deadline.isBefore(restart) ? restart : deadline);
        });
    }
}
