package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventCorrelatorTest {
    private static final Kind KIND = Kind.of(Gadget.class);

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final EventCorrelator correlator = new EventCorrelator(this::write);
    /** Each write, as "note xcount", beginning with "+" if the Event is new. */
    private final List<String> writes = new ArrayList<>();

    private void write(EventSeries series) {
        var state = series.state();
        writes.add((state.isNew() ? "+" : "") + series.told.note() + " x" + state.count());
        series.written(state, clock.nanos());
    }

    private void tell(String uid, String note) {
        var told = Told.of(KIND, new ObjectKey("shop", "cart"), uid, Events.Tone.NORMAL, "Done", "Reconcile", note);
        correlator.tell(told, clock.nanos(), clock.now());
    }

    private void pass(Duration time) {
        clock.advance(time);
        correlator.expire(clock.nanos());
    }

    @Test
    void theFirstIsAnEventAndTheSecondMakesItASeries() {
        tell("1", "made");
        tell("1", "made");

        assertThat(writes).containsExactly("+made x1", "made x2");
    }

    @Test
    void whatGoesOnIsWrittenEveryHalfHourAndOnceMoreAtItsEnd() {
        for (int i = 0; i < 65; i++) {
            tell("1", "made");
            pass(Duration.ofMinutes(1));
        }
        assertThat(writes).containsExactly("+made x1", "made x2", "made x32", "made x62");

        pass(Duration.ofMinutes(6));
        assertThat(writes).endsWith("made x65").hasSize(5);
        assertThat(correlator.isEmpty()).isTrue();
    }

    @Test
    void aSeriesWhoseCountIsKnownEndsWithoutAWord() {
        tell("1", "made");
        pass(Duration.ofMinutes(6));
        assertThat(writes).containsExactly("+made x1");

        tell("1", "made");
        assertThat(writes).containsExactly("+made x1", "+made x1");
    }

    @Test
    void objectsReasonsAndNotesHaveSeriesOfTheirOwn() {
        tell("1", "made");
        tell("2", "made");
        tell("1", "scaled to 3");
        tell("1", "scaled to 4");

        assertThat(writes).containsExactly("+made x1", "+made x1", "+scaled to 3 x1", "+scaled to 4 x1");
    }

    @Test
    void theTenthDifferentNoteIsCombinedWithThoseThatFollow() {
        for (int i = 1; i <= 12; i++) {
            tell("1", "note " + i);
        }
        tell("1", "note 2"); // which has a series

        assertThat(writes).hasSize(12);
        assertThat(writes.get(8)).isEqualTo("+note 9 x1");
        assertThat(writes.subList(9, 12))
                .containsExactly(
                        "+(combined from similar events): note 10 x1",
                        "(combined from similar events): note 10 x2",
                        "note 2 x2");
    }

    @Test
    void tenQuietMinutesEndTheCombining() {
        for (int i = 1; i <= 10; i++) {
            tell("1", "note " + i);
        }
        pass(Duration.ofMinutes(10).plusNanos(1));
        tell("1", "note 11");

        assertThat(writes).endsWith("+note 11 x1");
    }

    @Test
    void anObjectHasABudgetOfTwentyFiveAndOneMoreInFiveMinutes() {
        for (int i = 1; i <= 40; i++) {
            tellReason(i);
        }
        assertThat(writes).hasSize(25);
        assertThat(correlator.suppressed()).isEqualTo(15);

        clock.advance(Duration.ofMinutes(5));
        tellReason(41);
        tellReason(42);
        assertThat(writes).hasSize(26);

        tell("2", "another object");
        assertThat(writes).hasSize(27);
    }

    private void tellReason(int number) {
        var key = new ObjectKey("shop", "cart");
        var told = Told.of(KIND, key, "1", Events.Tone.NORMAL, "Reason" + number, "Reconcile", "note");
        correlator.tell(told, clock.nanos(), clock.now());
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            tell("uid " + i, "made");
            tell("uid " + i, "made");
            tell("uid " + i, "made");
        }
        // the count of a series that is no longer followed is written
        assertThat(writes).hasSize(2 * 10_000 + 10_000 - EventCorrelator.SERIES);

        correlator.finish(clock.nanos());
        assertThat(writes).hasSize(3 * 10_000);
    }

    @Test
    void aSeriesThatWaitsToBeWrittenIsNotWrittenTwice() {
        var waiting = new ArrayList<EventSeries>();
        var busy = new EventCorrelator(waiting::add);
        var told = Told.of(KIND, ObjectKey.of("node"), "1", Events.Tone.WARNING, "Done", "Reconcile", "made");
        for (int i = 0; i < 100; i++) {
            busy.tell(told, clock.nanos(), clock.now());
        }
        assertThat(waiting).hasSize(1);
        var series = waiting.removeFirst();
        var state = series.state();
        busy.tell(told, clock.nanos(), clock.now());
        series.written(state, clock.nanos());
        busy.offer(series, clock.nanos());

        assertThat(state.count()).isEqualTo(100);
        assertThat(waiting).isEmpty(); // it is a series already
    }
}
