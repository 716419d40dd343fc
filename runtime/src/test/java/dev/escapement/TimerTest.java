package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Every.every;
import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When a timer calls. */
@Timeout(60)
class TimerTest {
    /** From 00:00:00, at which the objects are created, without an offset. */
    private static final Every FIVE = every(ofMinutes(5)).spread(ZERO);

    private final CompanionRig rig = new CompanionRig();
    private final List<String> calls = new ArrayList<>();
    private Timed<Gadget> during = _ -> done();

    @AfterEach
    void close() {
        rig.close();
    }

    private Companion start(Every every) {
        return rig.start(Controller.of(Gadget.class).timer("probe", every, this::probe));
    }

    private Outcome probe(TimerContext<Gadget> context) throws Exception {
        var missed = context.missed() == 0 ? "" : " missed " + context.missed();
        calls.add(context.header().key().name() + " " + rig.time() + missed);
        return during.call(context);
    }

    private void assertCalls(String... expected) {
        assertThat(calls).containsExactly(expected);
        calls.clear();
    }

    @Test
    void callsOnAGridFromTheObjectsCreation() {
        rig.put("a", 1);
        rig.steady.advance(ofMinutes(3));
        start(FIVE);
        rig.steady.advance(ofMinutes(9));
        assertCalls("a 00:05:00", "a 00:10:00");
    }

    @Test
    void theGridIsTheSameAfterARestart() {
        rig.put("a", 1);
        rig.put("b", 1);
        var first = start(every(ofMinutes(5)));
        rig.steady.advance(ofMinutes(10));
        var seen = calls.stream()
                .map(call -> call.substring(0, 2) + call.substring(7))
                .distinct()
                .toList();
        assertThat(calls).hasSize(4);
        assertThat(seen).hasSize(2); // each at the same second after the minute, and not both at the same
        rig.kill(first);
        calls.clear();
        rig.steady.advance(ofSeconds(77));
        start(every(ofMinutes(5)));
        assertThat(calls).isEmpty();
        rig.steady.advance(ofMinutes(10));
        assertThat(calls).hasSize(4);
        assertThat(calls.stream().map(call -> call.substring(0, 2) + call.substring(7)))
                .hasSameElementsAs(seen);
    }

    @Test
    void objectsAreSpreadEvenly() {
        for (int i = 0; i < 1000; i++) {
            rig.put("g" + i, 1);
        }
        start(every(ofMinutes(10)));
        var counts = new Integer[10];
        for (int i = 0; i < counts.length; i++) {
            int before = calls.size();
            rig.steady.advance(ofMinutes(1));
            counts[i] = calls.size() - before;
        }
        assertThat(calls).hasSize(1000);
        assertThat(counts).allMatch(count -> count > 60 && count < 140);
    }

    @Test
    void beginsAfterTheInitialDelay() {
        rig.put("a", 1);
        start(FIVE.initialDelay(ofMinutes(12)));
        rig.steady.advance(ofMinutes(18));
        assertCalls("a 00:12:00", "a 00:17:00");
    }

    @Test
    void anObjectFromTheFutureCountsAsCreatedNow() {
        rig.put("a", "\"uid\": \"u\", \"creationTimestamp\": \"2031-01-01T00:00:00Z\"", "\"spec\": {}");
        start(FIVE);
        rig.steady.advance(ofMinutes(5));
        assertCalls("a 00:05:00");
    }

    @Test
    void ticksThatPassDuringACallAreSkippedAndCounted() {
        rig.put("a", 1);
        rig.start((parts, find) -> {
            var plan = Controller.of(Gadget.class)
                    .timer("probe", FIVE, this::probe)
                    .plan();
            return new TimerCompanion<>(plan, plan.timers.getFirst(), parts, find, Runnable::run);
        });
        during = _ -> {
            rig.steady.advance(calls.size() == 1 ? ofMinutes(12) : ZERO);
            return done();
        };
        rig.steady.advance(ofMinutes(20));
        assertCalls("a 00:05:00", "a 00:20:00 missed 2");
    }

    @Test
    void aSlidingTimerCountsFromTheEndOfItsCalls() {
        rig.put("a", 1);
        rig.start((parts, find) -> {
            var plan = Controller.of(Gadget.class)
                    .timer("probe", FIVE.sliding(), this::probe)
                    .plan();
            return new TimerCompanion<>(plan, plan.timers.getFirst(), parts, find, Runnable::run);
        });
        during = _ -> {
            rig.steady.advance(ofMinutes(7));
            return done();
        };
        rig.steady.advance(ofMinutes(35));
        assertCalls("a 00:05:00", "a 00:17:00", "a 00:29:00");
    }

    @Test
    void anOutcomeMayBringTheNextCallForwardButNotBack() {
        rig.put("a", 1);
        start(FIVE);
        during = _ -> switch (calls.size()) {
            case 1 -> again(ofMinutes(2));
            case 2 -> again(ofMinutes(30));
            case 3 -> again(CompanionRig.START.plus(ofMinutes(11)));
            case 4 -> again(Instant.EPOCH);
            default -> done();
        };
        rig.steady.advance(ofMinutes(16));
        assertCalls("a 00:05:00", "a 00:07:00", "a 00:10:00", "a 00:11:00", "a 00:11:00", "a 00:15:00");
    }

    @Test
    void whoAlwaysAsksForACallAtOnceGetsTenASecond() {
        rig.put("a", 1);
        start(FIVE);
        during = _ -> again(ZERO);
        rig.steady.advance(ofMinutes(5).plusSeconds(10));
        assertThat(calls).hasSizeBetween(100, 102);
    }

    @Test
    void isQuietWhileAnObjectChanges() {
        rig.put("a", 1);
        start(FIVE.idle(ofMinutes(7)));
        rig.steady.advance(ofMinutes(6));
        rig.put("a", 2);
        rig.steady.advance(ofMinutes(6));
        rig.put("a", 2); // the generation is the same: only the status was written
        rig.steady.advance(ofMinutes(9));
        assertCalls("a 00:15:00", "a 00:20:00");
    }

    @Test
    void forKindsWithoutGenerationsAllButTheStatusIsAChange() {
        var metadata = "\"uid\": \"u\", \"creationTimestamp\": \"2026-01-01T00:00:00Z\"";
        rig.put("a", metadata, "\"data\": {\"x\": 1}");
        start(FIVE.idle(ofMinutes(7)));
        rig.steady.advance(ofMinutes(9));
        rig.put("a", metadata, "\"data\": {\"x\": 1}, \"status\": {\"y\": 2}");
        rig.steady.advance(ofMinutes(1));
        assertCalls("a 00:10:00");
        rig.steady.advance(ofMinutes(2));
        rig.put("a", metadata, "\"data\": {\"x\": 2}, \"status\": {\"y\": 2}");
        rig.steady.advance(ofMinutes(10));
        assertCalls("a 00:20:00");
    }

    @Test
    void filtersStartAndStopIt() {
        rig.put("a", 1);
        start(FIVE.when(header -> header.generation() != 2));
        rig.steady.advance(ofMinutes(5));
        rig.put("a", 2);
        rig.steady.advance(ofMinutes(10));
        rig.put("a", 3);
        rig.steady.advance(ofMinutes(10));
        assertCalls("a 00:05:00", "a 00:20:00", "a 00:25:00");
    }

    @Test
    void aFilterThatThrowsDoesNotMatch() {
        rig.put("a", 1);
        start(FIVE.when(_ -> {
            throw new IllegalStateException("thrown to be logged");
        }));
        rig.steady.advance(ofHours(1));
        assertCalls();
    }

    @Test
    void countsWhatItDoes() {
        rig.put("a", 1);
        var companion = start(FIVE);
        during = _ -> calls.size() == 2 ? Outcome.failed("no") : done();
        rig.steady.advance(ofMinutes(15));
        var stats = companion.timer().orElseThrow();
        assertThat(stats.name()).isEqualTo("probe");
        assertThat(stats.controller()).isEqualTo("gadgets");
        assertThat(stats.objects()).isEqualTo(1);
        assertThat(stats.calls()).isEqualTo(4); // 5, 10, a retry, 15
        assertThat(stats.failed()).isEqualTo(1);
        assertThat(stats.missed()).isZero();
        assertThat(stats.lateness().quantile(1)).isZero();
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> every(Duration.ofNanos(1))).hasMessageContaining("from 1 ms");
        assertThatThrownBy(() -> FIVE.idle(ofMinutes(-1))).hasMessageContaining("idle");
        var controller = Controller.of(Gadget.class).timer("probe", FIVE, _ -> done());
        assertThatThrownBy(() -> controller.timer("probe", FIVE, _ -> done()))
                .hasMessageContaining("two timers called \"probe\"");
    }
}
