package dev.escapement;

import java.time.Duration;
import java.util.List;

import dev.escapement.Cause.Relation;
import dev.escapement.Cause.What;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of an object after its runs, on a virtual clock. */
class AftermathTest {
    private final CompanionRig rig = new CompanionRig();
    private final WorkQueue<ObjectKey> queue =
            WorkQueue.<ObjectKey>builder(rig.clock).build();
    private final KeyState state = new KeyState();
    private final Header object = rig.put("a", 1).header();
    private Aftermath aftermath = aftermath(Controller.of(Gadget.class));

    @AfterEach
    void close() {
        queue.shutDown();
        rig.close();
    }

    @Test
    void whatIsParkedRestsUntilAnotherObjectChanges() {
        park();
        assertThat(rests(CHANGED)).isTrue();
        assertThat(rests(CHANGED, OTHER)).isFalse();
        assertThat(queue.scheduled()).isZero();
    }

    @Test
    void aSecondChangeWithinAMinuteIsTriedWhenTheMinuteIsOver() {
        park();
        assertThat(rests(OTHER)).isFalse();
        rig.steady.advance(Duration.ofSeconds(20));
        assertThat(rests(OTHER)).isTrue();
        assertThat(queue.scheduled()).isEqualTo(1);
        rig.steady.advance(Duration.ofSeconds(20));
        assertThat(rests(CHANGED)).isTrue(); // which does not take the place of the trial
        assertThat(rests(OTHER)).isTrue();
        rig.steady.advance(Duration.ofSeconds(19));
        assertThat(queue.depth()).isZero();
        rig.steady.advance(Duration.ofSeconds(1));
        assertThat(queue.depth()).isEqualTo(1);
        assertThat(rests(new Cause(What.RETRIED, "Gadget", object.key(), ""))).isFalse();
    }

    @Test
    void aFailureThatMeansDoneEndsARowOfFailuresAndItsLetter() {
        aftermath = aftermath(Controller.of(Gadget.class)
                .failures(failure -> failure instanceof IllegalArgumentException ? Verdict.DONE : Verdict.TERMINAL));
        park();
        assertThat(rig.letters.parked).hasSize(1);
        assertThat(aftermath.failed(object, state, new IllegalArgumentException("it is so already")))
                .startsWith("done: ");
        assertThat(rig.letters.parked).isEmpty();
        assertThat(state.failures).isZero();
        assertThat(rests(CHANGED)).isFalse();
        assertThat(queue.scheduled()).isZero();
    }

    @Test
    void whatIsBeingDeletedDoesNotRest() {
        park();
        var leaving = rig.put(
                        "a",
                        "\"uid\": \"a\", \"generation\": 1, \"deletionTimestamp\": \"2026-01-01T00:00:00Z\"",
                        "\"spec\": {}")
                .header();
        assertThat(aftermath.rests(leaving, state, List.of(CHANGED))).isFalse();
        state.beginAnew();
        assertThat(aftermath.failed(leaving, state, new IllegalStateException("no")))
                .startsWith("failed, again in");
    }

    @Test
    void aClassifierThatFailsDoesNoHarm() {
        aftermath = aftermath(Controller.of(Gadget.class).failures(_ -> {
            throw new AssertionError("who wrote this?");
        }));
        try (var log = new LogLines()) {
            for (int i = 0; i < 3; i++) {
                assertThat(aftermath.failed(object, state, new IllegalStateException("no")))
                        .startsWith("failed, again in");
            }
            assertThat(log.with("the classifier of failures failed")).hasSize(1);
            assertThat(log.with("AssertionError: who wrote this?")).hasSize(1);
        }
        assertThat(queue.scheduled()).isEqualTo(1);
    }

    private static final Cause CHANGED = new Cause(What.CHANGED, "Gadget", new ObjectKey("n", "a"), "7");
    private static final Cause OTHER =
            new Cause(What.CHANGED, "ConfigMap", new ObjectKey("n", "b"), "8", Relation.MAPPED);

    private boolean rests(Cause... causes) {
        boolean rests = aftermath.rests(object, state, List.of(causes));
        if (!rests) {
            state.due = null; // as a run does
        }
        return rests;
    }

    private void park() {
        assertThat(aftermath.failed(object, state, new TerminalException("no"))).startsWith("failed for good");
    }

    private Aftermath aftermath(Controller<Gadget> controller) {
        return new Aftermath(
                controller.retry(Backoff.constant(Duration.ofHours(1))).plan(),
                rig.parts(),
                queue,
                LoggerFactory.getLogger("gadgets"));
    }
}
