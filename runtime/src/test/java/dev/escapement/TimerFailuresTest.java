package dev.escapement;

import java.util.ArrayList;
import java.util.List;

import dev.escapement.time.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Every.every;
import static dev.escapement.Outcome.done;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of calls of a timer that fail. */
@Timeout(60)
class TimerFailuresTest {
    private static final Every FIVE = every(ofMinutes(5))
            .spread(ZERO)
            .retry(Backoff.constant(ofMinutes(2)).attempts(3));
    private static final DeadLetters.Id LETTER = new DeadLetters.Id("gadgets", "timer probe", CompanionRig.key("a"));

    private final CompanionRig rig = new CompanionRig();
    private final List<String> calls = new ArrayList<>();
    private Timed<Gadget> during = _ -> Outcome.failed("it is down");

    @AfterEach
    void close() {
        rig.close();
    }

    private Companion start(Every every) {
        return rig.start(Controller.of(Gadget.class).timer("probe", every, context -> {
            calls.add(rig.time() + " #" + context.attempt());
            return during.call(context);
        }));
    }

    private void assertCalls(String... expected) {
        assertThat(calls).containsExactly(expected);
        calls.clear();
    }

    @Test
    void areRepeatedAfterTheBackoffAndGivenUpInTheEnd() {
        rig.put("a", 1);
        start(FIVE);
        rig.steady.advance(ofHours(1));
        assertCalls("00:05:00 #1", "00:07:00 #2", "00:09:00 #3");
        assertThat(rig.letters.told).containsExactly("a: timer probe after 3 attempts: it is down");
        assertThat(rig.events).containsExactly("a: WARNING Failed: timer probe failed: it is down");
    }

    @Test
    void areRepeatedAtTheNextTickIfThatIsEarlierWhichCountsAsNoAttempt() {
        rig.put("a", 1);
        start(every(ofMinutes(1))
                .spread(ZERO)
                .retry(Backoff.constant(ofSeconds(150)).attempts(3)));
        rig.steady.advance(ofHours(1));
        assertCalls(
                "00:01:00 #1",
                "00:02:00 #2",
                "00:03:00 #2",
                "00:03:30 #2",
                "00:04:00 #3",
                "00:05:00 #3",
                "00:06:00 #3");
    }

    @Test
    void whatWorksAgainIsToldOnce() {
        rig.put("a", 1);
        start(FIVE);
        during = _ -> {
            if (calls.size() < 3) {
                throw new StackOverflowError("an author's bug");
            }
            return done();
        };
        rig.steady.advance(ofMinutes(15));
        assertCalls("00:05:00 #1", "00:07:00 #2", "00:09:00 #3", "00:10:00 #1", "00:15:00 #1");
        assertThat(rig.events)
                .containsExactly(
                        "a: WARNING Failed: timer probe failed: an author's bug",
                        "a: NORMAL Recovered: timer probe works again");
        assertThat(rig.letters.told).isEmpty();
    }

    @Test
    void oneObjectsFailuresAreNoOtherOnes() {
        rig.put("a", 1);
        rig.put("b", 1);
        start(FIVE);
        during = context -> {
            if (context.header().key().name().equals("a")) {
                throw new AssertionError("thrown by the author's code");
            }
            return done();
        };
        rig.steady.advance(ofMinutes(30));
        assertThat(calls).hasSize(3 + 6);
    }

    @Test
    void aFailureForGoodIsGivenUpAtOnce() {
        rig.put("a", 1);
        start(FIVE);
        during = _ -> Outcome.failedForGood("never");
        rig.steady.advance(ofHours(1));
        assertCalls("00:05:00 #1");
        assertThat(rig.letters.told).containsExactly("a: timer probe after 1 attempts: never");
    }

    @Test
    void whatWasGivenUpIsCalledForAtItsTicksOnceTheObjectAsksForSomethingElse() {
        rig.put("a", 1);
        start(FIVE);
        during = _ -> Outcome.failedForGood("never");
        rig.steady.advance(ofMinutes(6));
        rig.put("a", 1);
        rig.steady.advance(ofMinutes(6));
        assertCalls("00:05:00 #1");
        during = _ -> done();
        rig.put("a", 2);
        rig.steady.advance(ofMinutes(10));
        assertCalls("00:15:00 #2", "00:20:00 #1");
        assertThat(rig.letters.parked).isEmpty();
    }

    @Test
    void aReleaseBringsACallAtOnce() {
        rig.put("a", 1);
        start(FIVE);
        rig.steady.advance(ofMinutes(12));
        calls.clear();
        rig.release(LETTER);
        rig.steady.advance(ofMinutes(1));
        assertCalls("00:12:00 #1");
        during = _ -> done();
        rig.steady.advance(ofMinutes(10));
        assertCalls("00:14:00 #2", "00:15:00 #1", "00:20:00 #1");
    }

    @Test
    void whatWasGivenUpStaysSoAfterARestart() {
        rig.put("a", 1);
        var first = start(FIVE);
        rig.steady.advance(ofMinutes(12));
        calls.clear();
        rig.kill(first);
        start(FIVE);
        rig.steady.advance(ofHours(1));
        assertCalls();
        rig.release(LETTER);
        rig.steady.advance(ofSeconds(1));
        assertThat(calls).hasSize(1);
    }

    @Test
    void theLetterGoesWithAnObjectThatIsPaused() {
        rig.put("a", 1);
        start(FIVE);
        rig.steady.advance(ofMinutes(12));
        rig.pause("a");
        rig.delete("a");
        assertThat(rig.letters.parked).isEmpty();
    }

    @Test
    void theLetterGoesWithTheObject() {
        rig.put("a", 1);
        start(FIVE);
        rig.steady.advance(ofMinutes(12));
        rig.pause("a");
        assertThat(rig.letters.parked).containsKey(LETTER);
        rig.resume("a");
        rig.delete("a");
        assertThat(rig.letters.parked).isEmpty();
    }
}
