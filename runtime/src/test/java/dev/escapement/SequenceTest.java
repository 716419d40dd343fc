package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import dev.escapement.time.Backoff;
import org.junit.jupiter.api.Test;

import static dev.escapement.StepStatus.Phase.FAILED;
import static dev.escapement.StepStatus.Phase.PENDING;
import static dev.escapement.StepStatus.Phase.RUNNING;
import static dev.escapement.StepStatus.Phase.SUCCEEDED;
import static dev.escapement.StepStatus.Phase.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is decided, path by path. */
class SequenceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.000001Z");
    private static final StepSettings<Errand> MINUTE = StepSettings.<Errand>usual()
            .timeout(Duration.ofMinutes(1))
            .poll(Duration.ofSeconds(5))
            .retry(Backoff.constant(Duration.ofSeconds(40)).attempts(3));

    private Sequence sequence = sequence(MINUTE);

    private static Sequence sequence(StepSettings<?> first) {
        return new Sequence("s", java.util.List.of(), false, Duration.ofMillis(100), Duration.ofMinutes(5))
                .with(new Sequence.Planned("one", first))
                .with(new Sequence.Planned("two", StepSettings.usual()));
    }

    private static Instant at(double seconds) {
        return START.plusNanos((long) (seconds * 1e9));
    }

    private Sequence.Decision decide(StepsStatus status, double seconds, Call call) {
        return sequence.decide(status, new Sequence.Situation(at(seconds), 1, Map.of(), call, false, false, 7, null));
    }

    private Sequence.Decision changed(StepsStatus status, double seconds, Call call) {
        return sequence.decide(status, new Sequence.Situation(at(seconds), 1, Map.of(), call, false, true, 7, null));
    }

    private StepsStatus begun() {
        return sequence.decide(null, new Sequence.Situation(START, 1, Map.of(), Call.UNKNOWN, false, false, 7, null))
                .status();
    }

    private static Call ended(StepResult result, double seconds) {
        return new Call.Ended(result, at(seconds));
    }

    private static void assertLook(Sequence.Decision decision, double seconds) {
        assertThat(decision.at()).isEqualTo(Optional.of(at(seconds)));
    }

    @Test
    void theFirstStepIsBegunAndItsBeginningWrittenBeforeItIsCalled() {
        var decision =
                sequence.decide(null, new Sequence.Situation(START, 1, Map.of(), Call.UNKNOWN, false, false, 7, null));
        assertThat(decision.call()).isEqualTo(Call.READY);
        assertThat(decision.repeated()).isFalse();
        assertThat(decision.status().steps()).extracting(StepStatus::phase).containsExactly(RUNNING, PENDING);
        assertThat(decision.status().steps().getFirst().startedAt()).isEqualTo("2026-01-01T00:00:00.000001Z");
        assertLook(decision, 60);
    }

    @Test
    void whileTheCodeRunsTheNextLookIsAtTheDeadline() {
        var decision = decide(begun(), 20, Call.EXECUTING);
        assertThat(decision.call()).isEqualTo(Call.EXECUTING);
        assertLook(decision, 60);
    }

    @Test
    void finishingOneStepAndBeginningTheNextIsOneDecision() {
        var decision = decide(begun(), 3, ended(StepResult.done(), 2));
        assertThat(decision.status().steps()).extracting(StepStatus::phase).containsExactly(SUCCEEDED, RUNNING);
        assertThat(decision.status().steps().getFirst().finishedAt()).isEqualTo(at(2).toString());
        assertThat(decision.call()).isEqualTo(Call.READY);
        assertLook(decision, 303); // no deadline: the ceiling
    }

    @Test
    void aPollIsDueAfterItsIntervalButNotBeyondTheDeadline() {
        var polled = decide(begun(), 3, ended(StepResult.poll(), 2));
        assertThat(polled.status()).isEqualTo(begun());
        assertThat(polled.call()).isEqualTo(new Call.Waiting(at(7), at(2.1)));
        assertLook(polled, 7);
        assertLook(decide(begun(), 58, ended(StepResult.poll(), 58)), 60);
        assertThat(decide(begun(), 7, polled.call()).call()).isEqualTo(Call.READY);
        assertThat(decide(begun(), 6.9, polled.call()).call()).isEqualTo(polled.call());
    }

    @Test
    void aPollIsNeitherMoreOftenThanTheFloorNorLessThanTheCeiling() {
        sequence = sequence(StepSettings.usual());
        var often = decide(begun(), 1, ended(StepResult.poll(Duration.ofNanos(1), "x"), 1));
        assertLook(often, 1.1);
        var rarely = decide(begun(), 1, ended(StepResult.poll(Duration.ofDays(1), "x"), 1));
        assertLook(rarely, 301);
        assertThat(decide(rarely.status(), 301, rarely.call()).call()).isEqualTo(Call.READY);
    }

    @Test
    void aChangeBringsAPollForwardDownToTheFloor() {
        var waiting = new Call.Waiting(at(7), at(2.1));
        assertThat(changed(begun(), 3, waiting).call()).isEqualTo(Call.READY);
        var early = changed(begun(), 2.05, waiting);
        assertLook(early, 2.1);
        assertThat(decide(begun(), 2.1, early.call()).call()).isEqualTo(Call.READY);
    }

    @Test
    void aFailedAttemptIsRetriedAfterItsBackoff() {
        var failed = decide(begun(), 10, ended(StepResult.failed("refused"), 10));
        assertThat(failed.status().message()).isEqualTo("one: refused");
        assertThat(Sequence.attempt(failed.status())).isEmpty();
        assertLook(failed, 50);
        assertThat(decide(failed.status(), 49.9, Call.UNKNOWN).status()).isEqualTo(failed.status());
        var retried = decide(failed.status(), 50, Call.UNKNOWN);
        assertThat(retried.call()).isEqualTo(Call.READY);
        assertThat(retried.repeated()).isFalse();
        assertThat(retried.status().steps().getFirst().attempt()).isEqualTo(2);
        assertThat(retried.status().steps().getFirst().startedAt()).isEqualTo(START.toString());
    }

    @Test
    void theDeadlineHoldsWhileAFailedAttemptBacksOffAndKeepsTheLastCause() {
        var failed = decide(begun(), 30, ended(StepResult.failed("connection refused"), 30));
        assertLook(failed, 60); // not 70
        var over = decide(failed.status(), 60, Call.UNKNOWN);
        assertThat(over.status().phase()).isEqualTo(StepsStatus.Phase.FAILED);
        assertThat(over.status().message()).isEqualTo("one: timed out after 1m0s; last: connection refused");
        assertThat(over.at()).isEmpty();
    }

    @Test
    void aPastDeadlineMeansNowWhateverIsKnown() {
        for (var call : new Call[] {
            Call.UNKNOWN,
            Call.READY,
            Call.EXECUTING,
            new Call.Waiting(at(500), at(400)),
            ended(StepResult.done(), 60),
            ended(StepResult.failed("x"), 61)
        }) {
            var over = decide(begun(), 1000, call);
            assertThat(over.status().steps().getFirst().phase()).isEqualTo(TIMED_OUT);
            assertThat(over.at()).isEmpty();
        }
    }

    @Test
    void whatEndedInTimeIsNotTimedOutWhenItIsHeardOfLate() {
        var late = decide(begun(), 1000, ended(StepResult.done(), 59.999));
        assertThat(late.status().steps()).extracting(StepStatus::phase).containsExactly(SUCCEEDED, RUNNING);
    }

    @Test
    void codeThatWasInterruptedAtItsDeadlineTimedOutThenAndStillKeepsTheNextFromBeingCalled() {
        var call = new Call.Executing(at(60.001));
        var over = decide(begun(), 64, call);
        assertThat(over.status().steps().getFirst().finishedAt())
                .isEqualTo(at(60.001).toString());
        var again = Map.of(Wishes.RETRY_FROM, "one");
        var retried = sequence.decide(begun(), new Sequence.Situation(at(64), 1, again, call, false, true, 7, null));
        assertThat(retried.status().steps()).extracting(StepStatus::phase).containsExactly(PENDING, PENDING);
        assertThat(retried.call()).isEqualTo(Call.UNKNOWN);
    }

    @Test
    void aServersRetryAfterIsObeyed() {
        sequence = sequence(StepSettings.usual().retry(Backoff.constant(Duration.ofSeconds(1))));
        var pause = new Call.Ended(StepResult.failed("busy"), null, Duration.ofSeconds(17), at(1));
        assertLook(decide(begun(), 1, pause), 18);
    }

    @Test
    void noAttemptIsLeftAfterTheLast() {
        var status = begun();
        for (int attempt = 1; attempt < 3; attempt++) {
            sequence = sequence(StepSettings.usual()
                    .retry(Backoff.constant(Duration.ofSeconds(1)).attempts(3)));
            status = decide(status, attempt * 10, ended(StepResult.failed("x"), attempt * 10))
                    .status();
            status = decide(status, attempt * 10 + 5, Call.UNKNOWN).status();
        }
        var last = decide(status, 30, ended(StepResult.failed("x"), 30));
        assertThat(last.status().steps()).extracting(StepStatus::phase).containsExactly(FAILED, PENDING);
        assertThat(last.status().message()).isEqualTo("one: x (attempt 3)");
        assertThat(last.status().finishedAt()).isEqualTo(at(30).toString());
    }

    @Test
    void anAttemptOfAnEarlierProcessIsRepeatedAndSaidSo() {
        var again = decide(begun(), 5, Call.UNKNOWN);
        assertThat(again.status()).isEqualTo(begun());
        assertThat(again.call()).isEqualTo(Call.READY);
        assertThat(again.repeated()).isTrue();
        assertLook(again, 60);
    }

    @Test
    void whatIsToBeDoneOnceIsNotRepeated() {
        sequence = sequence(MINUTE.once());
        var decision = decide(begun(), 5, Call.UNKNOWN);
        assertThat(decision.status().steps().getFirst().phase()).isEqualTo(FAILED);
        assertThat(decision.status().message())
                .contains("unknown whether it was done", "escapement.dev/retry-from: one");
        var polls = decide(begun(), 5, ended(StepResult.poll(), 5));
        assertThat(polls.status().message()).contains("cannot poll");
    }

    @Test
    void aStepThatWasAddedIsDoneAndOneThatWasRemovedForgotten() {
        var status = decide(begun(), 3, ended(StepResult.done(), 2)).status();
        sequence = sequence(MINUTE).with(new Sequence.Planned("three", MINUTE));
        assertThat(decide(status, 4, Call.EXECUTING).status().steps())
                .extracting(StepStatus::phase)
                .containsExactly(SUCCEEDED, RUNNING, PENDING);
        sequence = new Sequence("s", java.util.List.of(), false, Duration.ofMillis(100), Duration.ofMinutes(5))
                .with(new Sequence.Planned("one", MINUTE));
        var end = decide(status, 4, Call.EXECUTING);
        assertThat(end.status().phase()).isEqualTo(StepsStatus.Phase.SUCCEEDED);
    }

    @Test
    void timesThatAreNotPositiveAreRefused() {
        assertThatThrownBy(() -> StepSettings.usual().timeout(Duration.ZERO)).hasMessageContaining("timeout of a step");
        assertThatThrownBy(() -> StepSettings.usual().timeout(Duration.ofSeconds(-1)))
                .hasMessageContaining("must be positive, but is PT-1S");
        assertThatThrownBy(() -> StepSettings.usual().poll(Duration.ZERO)).hasMessageContaining("poll interval");
    }

    @Test
    void durationsAreWrittenAsKubectlDoes() {
        assertThat(Sequence.words(Duration.ofMinutes(10))).isEqualTo("10m0s");
        assertThat(Sequence.words(Duration.ofMillis(1500))).isEqualTo("1.5s");
        assertThat(Sequence.words(Duration.ofHours(25))).isEqualTo("25h0m0s");
        assertThat(Sequence.words(Duration.ofNanos(1))).isEqualTo("0.000000001s");
    }
}
