package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.escapement.time.Periodic.Tick;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class PeriodicTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Schedule FIVE_MINUTES = Schedule.every(ofMinutes(5)).from(START);

    private final VirtualClock steady = VirtualClock.at(START);
    private final WallClock clock = new WallClock(steady);
    private final List<String> calls = new ArrayList<>();
    private Consumer<String> during = _ -> {};
    private final Periodic<String> periodic = new Periodic<>(clock, this::call);
    private int lasting;

    /** A clock whose wall can be set; its timers do not mind. */
    private static final class WallClock implements Clock {
        private final Clock steady;
        private Duration ahead = Duration.ZERO;

        WallClock(Clock steady) {
            this.steady = steady;
        }

        void jump(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant now() {
            return steady.now().plus(ahead);
        }

        @Override
        public long nanos() {
            return steady.nanos();
        }

        @Override
        public Timer timer(Runnable action) {
            return steady.timer(action);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            steady.sleep(duration);
        }
    }

    private void call(String item, Tick tick) {
        lasting++;
        try {
            calls.add("%s: %d due %s, missed %d, at %s%s"
                    .formatted(
                            item,
                            tick.number(),
                            time(tick.at()),
                            tick.missed(),
                            time(clock.now()),
                            lasting > 1 ? ", overlapping" : ""));
            during.accept(item);
        } finally {
            lasting--;
        }
    }

    private static String time(Instant at) {
        return at.toString().substring(11, 16);
    }

    /** Compares with all calls since it was asked last. */
    private void assertCalls(String... expected) {
        assertThat(calls).containsExactly(expected);
        calls.clear();
    }

    @AfterEach
    void close() {
        periodic.close();
        assertThat(steady.pending()).isZero();
        assertThat(periodic.size()).isZero();
    }

    @Test
    void callsAtEachTickAfterTheStart() {
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofMinutes(12));
        assertCalls("a: 1 due 00:05, missed 0, at 00:05", "a: 2 due 00:10, missed 0, at 00:10");
    }

    @Test
    void theFirstTickMayBeTheAnchorItself() {
        periodic.start("a", FIVE_MINUTES.from(START.plusSeconds(3600)));
        steady.advance(ofMinutes(66));
        assertCalls("a: 0 due 01:00, missed 0, at 01:00", "a: 1 due 01:05, missed 0, at 01:05");
    }

    @Test
    void eachItemFollowsItsOwnSchedule() {
        periodic.start("a", FIVE_MINUTES);
        periodic.start("b", Schedule.every(ofMinutes(4)).from(START));
        assertThat(periodic.size()).isEqualTo(2);
        steady.advance(ofMinutes(9));
        assertCalls(
                "b: 1 due 00:04, missed 0, at 00:04",
                "a: 1 due 00:05, missed 0, at 00:05",
                "b: 2 due 00:08, missed 0, at 00:08");
    }

    @Test
    void ticksThatPassDuringACallAreSkippedAndCounted() {
        during = _ -> steady.advance(calls.size() == 1 ? ofMinutes(12) : ofMinutes(1));
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofMinutes(25));
        assertCalls(
                "a: 1 due 00:05, missed 0, at 00:05",
                "a: 4 due 00:20, missed 2, at 00:20",
                "a: 5 due 00:25, missed 0, at 00:25");
    }

    @Test
    void aTickAtTheEndOfACallIsSkippedToo() {
        during = _ -> steady.advance(ofMinutes(5));
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofMinutes(16));
        assertCalls("a: 1 due 00:05, missed 0, at 00:05", "a: 3 due 00:15, missed 1, at 00:15");
    }

    @Test
    void aCallThatThrowsIsFollowedByTheNext() {
        during = _ -> {
            throw new IllegalStateException("thrown to be logged");
        };
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofMinutes(10));
        assertCalls("a: 1 due 00:05, missed 0, at 00:05", "a: 2 due 00:10, missed 0, at 00:10");
    }

    @Test
    void stopEndsTheCallsForOneItem() {
        periodic.start("a", FIVE_MINUTES);
        periodic.start("b", FIVE_MINUTES);
        assertThat(periodic.stop("a")).isTrue();
        assertThat(periodic.stop("a")).isFalse();
        assertThat(periodic.size()).isEqualTo(1);
        steady.advance(ofMinutes(5));
        assertCalls("b: 1 due 00:05, missed 0, at 00:05");
    }

    @Test
    void anItemMayBeStoppedByItsOwnCall() {
        during = item -> assertThat(periodic.stop(item)).isTrue();
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofHours(1));
        assertCalls("a: 1 due 00:05, missed 0, at 00:05");
        assertThat(steady.pending()).isZero();
    }

    @Test
    void allMayBeClosedByACall() {
        during = _ -> periodic.close();
        periodic.start("a", FIVE_MINUTES);
        periodic.start("b", FIVE_MINUTES);
        steady.advance(ofHours(1));
        assertCalls("a: 1 due 00:05, missed 0, at 00:05");
    }

    @Test
    void whatIsStartedAfterTheCloseIsIgnored() {
        periodic.close();
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofHours(1));
        assertThat(periodic.size()).isZero();
        assertThat(calls).isEmpty();
    }

    @Test
    void startingAnewReplacesTheSchedule() {
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofMinutes(4));
        periodic.start("a", Schedule.every(ofMinutes(3)).from(START));
        assertThat(periodic.size()).isEqualTo(1);
        steady.advance(ofMinutes(3));
        assertCalls("a: 2 due 00:06, missed 0, at 00:06");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatStartsItsItemAnewIsNotOverlapped(boolean stopFirst) {
        during = item -> {
            if (calls.size() == 1) {
                if (stopFirst) {
                    periodic.stop(item);
                }
                periodic.start(item, Schedule.every(ofMinutes(1)).from(START));
                steady.advance(ofMinutes(3));
            }
        };
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofMinutes(10));
        assertCalls(
                "a: 1 due 00:05, missed 0, at 00:05",
                "a: 9 due 00:09, missed 3, at 00:09",
                "a: 10 due 00:10, missed 0, at 00:10");
    }

    @Test
    void aWallClockThatJumpsForwardsMakesOneTickLate() {
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofMinutes(1));
        clock.jump(ofMinutes(12));
        steady.advance(ofMinutes(12));
        assertCalls(
                "a: 3 due 00:15, missed 2, at 00:17",
                "a: 4 due 00:20, missed 0, at 00:20",
                "a: 5 due 00:25, missed 0, at 00:25");
    }

    @Test
    void aWallClockThatIsSetBackALittleMakesOneTickEarlyAndRepeatsNone() {
        periodic.start("a", FIVE_MINUTES);
        clock.jump(ofMinutes(-2));
        steady.advance(ofMinutes(17));
        assertCalls(
                "a: 1 due 00:05, missed 0, at 00:03",
                "a: 2 due 00:10, missed 0, at 00:10",
                "a: 3 due 00:15, missed 0, at 00:15");
    }

    @Test
    void aWallClockThatIsSetBackFarIsFollowedFromTheNextTickOn() {
        steady.advance(ofHours(2));
        periodic.start("a", FIVE_MINUTES);
        clock.jump(ofHours(-1));
        steady.advance(ofMinutes(15));
        assertCalls(
                "a: 25 due 02:05, missed 0, at 01:05",
                "a: 14 due 01:10, missed 0, at 01:10",
                "a: 15 due 01:15, missed 0, at 01:15");
    }

    @Test
    void aJumpDuringACallIsFollowedAtOnce() {
        during = _ -> clock.jump(calls.size() == 1 ? ofMinutes(21) : Duration.ZERO);
        periodic.start("a", FIVE_MINUTES);
        steady.advance(ofMinutes(10));
        assertCalls("a: 1 due 00:05, missed 0, at 00:05", "a: 6 due 00:30, missed 4, at 00:30");
    }

    @Test
    void staysOnItsGridForAMillionTicks() {
        var schedule = Schedule.every(Duration.ofNanos(999_999_937)).from(START).spread("a", ofSeconds(1));
        var ticks = new long[1];
        try (var million = new Periodic<String>(clock, (_, tick) -> {
            if (tick.number() != ticks[0]++ || tick.missed() != 0 || !tick.at().equals(clock.now())) {
                throw new AssertionError(tick + " at " + clock.now() + " after " + ticks[0] + " ticks");
            }
        })) {
            million.start("a", schedule);
            steady.advance(schedule.offset().plus(schedule.interval().multipliedBy(999_999)));
        }
        assertThat(ticks[0]).isEqualTo(1_000_000);
    }
}
