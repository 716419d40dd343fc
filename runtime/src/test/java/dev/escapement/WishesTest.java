package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static dev.escapement.StepStatus.Phase.ABORTED;
import static dev.escapement.StepStatus.Phase.FAILED;
import static dev.escapement.StepStatus.Phase.PENDING;
import static dev.escapement.StepStatus.Phase.RUNNING;
import static dev.escapement.StepStatus.Phase.SKIPPED;
import static dev.escapement.StepStatus.Phase.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

/** What annotations ask for. */
class WishesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Sequence sequence = new Sequence("s", List.of(), false, Duration.ofMillis(100), Duration.ofMinutes(5))
            .with(new Sequence.Planned("one", StepSettings.usual()))
            .with(new Sequence.Planned("two", StepSettings.usual()))
            .with(new Sequence.Planned("three", StepSettings.usual()));
    private Map<String, String> annotations = Map.of();
    private long generation = 1;
    private StepsStatus status = decide(null, Call.UNKNOWN, false).status();

    private Sequence.Decision decide(StepsStatus before, Call call, boolean busy) {
        return sequence.decide(
                before, new Sequence.Situation(NOW, generation, annotations, call, busy, false, 1, null));
    }

    private Sequence.Decision next(Call call) {
        var decision = decide(status, call, false);
        status = decision.status();
        return decision;
    }

    private Sequence.Decision ask(String annotation, String value, Call call) {
        annotations = Map.of("escapement.dev/" + annotation, value);
        return next(call);
    }

    private void assertPhases(StepStatus.Phase... phases) {
        assertThat(status.steps()).extracting(StepStatus::phase).containsExactly(phases);
    }

    private static Call ended(StepResult result) {
        return new Call.Ended(result, NOW);
    }

    @Test
    void aStepToComeIsSkippedAndTheOneThatRunsGoesOn() {
        var decision = ask("skip", "two", Call.EXECUTING);
        assertPhases(RUNNING, SKIPPED, PENDING);
        assertThat(decision.call()).isEqualTo(Call.EXECUTING);
        next(ended(StepResult.done()));
        assertPhases(SUCCEEDED, SKIPPED, RUNNING);
    }

    @Test
    void theStepThatRunsIsSkippedAndTheNextBeginsWhenItsCodeHasEnded() {
        var waits = ask("skip", "one", Call.EXECUTING);
        assertPhases(SKIPPED, PENDING, PENDING);
        assertThat(waits.call()).isEqualTo(Call.UNKNOWN);
        assertThat(decide(status, Call.UNKNOWN, true).status()).isEqualTo(status);
        assertThat(next(Call.UNKNOWN).call()).isEqualTo(Call.READY);
        assertPhases(SKIPPED, RUNNING, PENDING);
    }

    @Test
    void aFailedStepIsSkippedAndTheRestFollows() {
        next(ended(StepResult.failedForGood("broken")));
        assertPhases(FAILED, PENDING, PENDING);
        ask("skip", "one", Call.UNKNOWN);
        assertPhases(SKIPPED, RUNNING, PENDING);
        assertThat(status.finishedAt()).isNull();
    }

    @Test
    void aValueActsOnce() {
        next(ended(StepResult.failedForGood("broken")));
        assertThat(ask("retry-from", "one", Call.UNKNOWN).call()).isEqualTo(Call.READY);
        next(ended(StepResult.failedForGood("broken")));
        next(Call.UNKNOWN);
        assertPhases(FAILED, PENDING, PENDING);
        assertThat(ask("retry-from", "one#2", Call.UNKNOWN).call()).isEqualTo(Call.READY);
        assertPhases(RUNNING, PENDING, PENDING);
    }

    @Test
    void aValueThatWasTakenAwayActsAnew() {
        next(ended(StepResult.failedForGood("broken")));
        ask("retry-from", "one", Call.UNKNOWN);
        next(ended(StepResult.failedForGood("broken")));
        annotations = Map.of();
        next(Call.UNKNOWN);
        assertPhases(FAILED, PENDING, PENDING);
        ask("retry-from", "one", Call.UNKNOWN);
        assertPhases(RUNNING, PENDING, PENDING);
    }

    @Test
    void abortEndsTheStepThatRunsAndKeepsItsLastCause() {
        next(ended(StepResult.poll("for godot")));
        assertThat(ask("abort", "enough", Call.EXECUTING).at()).isEmpty();
        assertPhases(ABORTED, PENDING, PENDING);
        assertThat(status.phase()).isEqualTo(StepsStatus.Phase.ABORTED);
        assertThat(status.message()).isEqualTo("one: aborted; last: for godot");
    }

    @Test
    void anAbortedSequenceIsRetriedFromAStep() {
        ask("abort", "enough", Call.EXECUTING);
        ask("retry-from", "one", Call.UNKNOWN);
        assertPhases(RUNNING, PENDING, PENDING);
        assertThat(status.phase()).isEqualTo(StepsStatus.Phase.RUNNING);
    }

    @Test
    void aRetryFromAnEarlierStepForgetsWhatCameAfter() {
        next(ended(StepResult.done()));
        next(ended(StepResult.done()));
        ask("retry-from", "two", Call.EXECUTING);
        assertPhases(SUCCEEDED, PENDING, PENDING);
        next(Call.UNKNOWN);
        assertPhases(SUCCEEDED, RUNNING, PENDING);
    }

    @Test
    void badValuesAreSaidAndNothingElseHappens() {
        var before = status.steps();
        assertThat(ask("skip", "four", Call.EXECUTING).call()).isEqualTo(Call.EXECUTING);
        assertThat(status.notice())
                .isEqualTo("escapement.dev/skip: there is no step \"four\"; there are one, two, three");
        assertThat(status.steps()).isEqualTo(before);
        ask("retry-from", "three", Call.EXECUTING);
        assertThat(status.notice()).contains("three cannot be retried while one, which comes before it");
        assertThat(status.steps()).isEqualTo(before);
        assertThat(next(Call.EXECUTING).status()).isEqualTo(status);
        next(ended(StepResult.done()));
        ask("skip", "one", Call.EXECUTING);
        assertThat(status.notice()).contains("it is done");
        annotations = Map.of();
        next(Call.EXECUTING);
        assertThat(status.notice()).isNull();
    }

    @Test
    void nothingIsLeftToAbortAtTheEnd() {
        next(ended(StepResult.failedForGood("broken")));
        ask("abort", "late", Call.UNKNOWN);
        assertThat(status.notice()).contains("nothing to abort");
        assertPhases(FAILED, PENDING, PENDING);
    }

    @Test
    void anotherGenerationBeginsAnewOrGoesOn() {
        next(ended(StepResult.done()));
        generation = 2;
        var kept = sequence.keptOnChange()
                .decide(status, new Sequence.Situation(NOW, 2, Map.of(), Call.EXECUTING, false, true, 1, null));
        assertThat(kept.status()).isEqualTo(status);
        var busy = next(Call.EXECUTING);
        assertPhases(PENDING, PENDING, PENDING);
        assertThat(busy.call()).isEqualTo(Call.UNKNOWN);
        next(Call.UNKNOWN);
        assertPhases(RUNNING, PENDING, PENDING);
        assertThat(status.generation()).isEqualTo(2);
    }
}
