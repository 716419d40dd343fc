package dev.escapement.ownership;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RulesTest {
    private final VirtualClock clock = VirtualClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final Rules rules = new Rules("me", SlotTimes.standard());

    @Test
    void takesWhatWasNeverThere() {
        assertThat(rules.waiting(null, clock.nanos(), 0)).isInstanceOf(Decision.Acquire.class);
    }

    @Test
    void takesWhatIsFreeOrItsOwn() {
        assertThat(rules.waiting(seen(""), clock.nanos(), 0)).isInstanceOf(Decision.Acquire.class);
        assertThat(rules.waiting(seen("me"), clock.nanos(), 0)).isInstanceOf(Decision.Acquire.class);
    }

    @Test
    void waitsForTheLeaseToEndByItsOwnClockWhateverTheLeaseSays() {
        var renewedLongAgo = new Observation(new LeaseRecord("you", 15, "", "1999-01-01T00:00:00.000000Z", 3), 0);
        assertThat(rules.waiting(renewedLongAgo, clock.nanos(), 0)).isEqualTo(new Decision.Wait(Duration.ofSeconds(2)));
        clock.advance(Duration.ofSeconds(15).minusNanos(1));
        assertThat(rules.waiting(renewedLongAgo, clock.nanos(), 0)).isEqualTo(new Decision.Wait(Duration.ofNanos(1)));
        clock.advance(Duration.ofNanos(1));
        assertThat(rules.waiting(renewedLongAgo, clock.nanos(), 0)).isInstanceOf(Decision.Acquire.class);
    }

    @Test
    void countsFromTheLastChangeThatItSaw() {
        var first = seen("you");
        clock.advance(Duration.ofSeconds(14));
        assertThat(Observation.after(first, lease("you", "t0"), clock.nanos())).isSameAs(first);
        var renewed = Observation.after(first, lease("you", "t1"), clock.nanos());
        clock.advance(Duration.ofSeconds(14));
        assertThat(rules.waiting(renewed, clock.nanos(), 0)).isEqualTo(new Decision.Wait(Duration.ofSeconds(1)));
    }

    @Test
    void goesByTheDurationInTheLeaseAndByItsOwnIfThereIsNone() {
        var unsaid = new Observation(new LeaseRecord("you", 0, "", "", 0), 0);
        var longer = new Observation(new LeaseRecord("you", 60, "", "", 0), 0);
        clock.advance(Duration.ofSeconds(15));
        assertThat(rules.waiting(unsaid, clock.nanos(), 0)).isInstanceOf(Decision.Acquire.class);
        assertThat(rules.waiting(longer, clock.nanos(), 0)).isInstanceOf(Decision.Wait.class);
    }

    @Test
    void looksAtDifferentTimesThanOthers() {
        assertThat(rules.waiting(seen("you"), clock.nanos(), 0.5))
                .isEqualTo(new Decision.Wait(Duration.ofMillis(3200)));
    }

    @Test
    void aHolderRenewsWhenItIsDue() {
        long due = Duration.ofSeconds(2).toNanos();
        assertThat(rules.holding(seen("me"), 0, due, clock.nanos()))
                .isEqualTo(new Decision.Wait(Duration.ofSeconds(2)));
        clock.advance(Duration.ofSeconds(2));
        assertThat(rules.holding(seen("me"), 0, due, clock.nanos())).isInstanceOf(Decision.Renew.class);
    }

    @Test
    void aHolderGivesUpWhenItHasNotRenewedInTime() {
        clock.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(rules.holding(seen("me"), 0, 0, clock.nanos())).isInstanceOf(Decision.Renew.class);
        clock.advance(Duration.ofNanos(1));
        assertThat(rules.holding(seen("me"), 0, 0, clock.nanos()))
                .isEqualTo(new Decision.Lost("it could not be renewed for 10000 ms"));
    }

    @Test
    void aHolderGivesUpAtOnceWhenTheLeaseIsNotItsOwn() {
        assertThat(rules.holding(seen("you"), 0, 0, clock.nanos()))
                .isEqualTo(new Decision.Lost("its Lease now names \"you\""));
        assertThat(rules.holding(seen(""), 0, 0, clock.nanos())).isEqualTo(new Decision.Lost("its Lease was cleared"));
    }

    @Test
    void aHolderHasGivenUpWellBeforeAnyoneElseTakesOver() {
        // Another saw the renewal at the very moment of its start: no answer can be earlier.
        var other = new Rules("you", SlotTimes.standard());
        var renewal = seen("me");
        while (rules.holding(renewal, 0, Long.MAX_VALUE, clock.nanos()) instanceof Decision.Wait) {
            clock.advance(Duration.ofMillis(100));
        }
        long lost = clock.nanos();
        while (other.waiting(renewal, clock.nanos(), 0) instanceof Decision.Wait) {
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(Duration.ofNanos(clock.nanos() - lost)).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT10S, PT2S, lease must be whole seconds and at least one",
        "PT1.5S, PT1S, PT0.1S, lease must be whole seconds and at least one",
        "PT15S, PT15S, PT2S, renewDeadline must be positive and less than the lease",
        "PT15S, PT0S, PT2S, renewDeadline must be positive and less than the lease",
        "PT15S, PT10S, PT6S, retry must be positive and at most half of the renewDeadline",
        "PT15S, PT10S, PT0S, retry must be positive and at most half of the renewDeadline",
    })
    void refusesTimesThatCannotWork(Duration lease, Duration deadline, Duration retry, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlotTimes(lease, deadline, retry))
                .withMessageContaining(message);
    }

    private Observation seen(String holder) {
        return new Observation(lease(holder, "t0"), clock.nanos());
    }

    private static LeaseRecord lease(String holder, String renewed) {
        return new LeaseRecord(holder, 15, "", renewed, 0);
    }
}
