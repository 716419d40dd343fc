package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScheduleTest {
    private static final Instant ANCHOR = Instant.parse("2026-01-01T00:00:00Z");
    /** Ticks at 00:01, 00:06, 00:11, ... */
    private static final Schedule SCHEDULE =
            Schedule.every(ofMinutes(5)).from(ANCHOR).offset(ofMinutes(1));

    @ParameterizedTest
    @CsvSource({
        "2025-12-31T00:00:00Z, -1, 2026-01-01T00:01:00Z",
        "2026-01-01T00:00:00Z, -1, 2026-01-01T00:01:00Z",
        "2026-01-01T00:00:59.999999999Z, -1, 2026-01-01T00:01:00Z",
        "2026-01-01T00:01:00Z, 0, 2026-01-01T00:06:00Z",
        "2026-01-01T00:01:00.000000001Z, 0, 2026-01-01T00:06:00Z",
        "2026-01-01T00:05:59.999999999Z, 0, 2026-01-01T00:06:00Z",
        "2026-01-01T00:06:00Z, 1, 2026-01-01T00:11:00Z",
        "2026-01-02T00:00:00Z, 287, 2026-01-02T00:01:00Z",
    })
    void theNumberIsOfTheLastTickAndTheNextOneComesAfter(Instant at, long number, Instant next) {
        assertThat(SCHEDULE.number(at)).isEqualTo(number);
        assertThat(SCHEDULE.next(at)).isEqualTo(next);
        assertThat(SCHEDULE.tick(number + 1)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "00:01:00, 00:01:00, 0",
        "00:01:00, 00:06:00, 1",
        "00:00:59, 00:01:00, 1",
        "00:00:10, 00:00:20, 0",
        "00:00:00, 01:00:00, 12",
        "00:05:59, 00:11:01, 2",
        "00:11:00, 00:01:00, 0",
    })
    void countsTheTicksAfterOneInstantUpToAnother(String after, String until, long ticks) {
        assertThat(SCHEDULE.ticks(today(after), today(until))).isEqualTo(ticks);
    }

    private static Instant today(String time) {
        return Instant.parse("2026-01-01T" + time + "Z");
    }

    @Test
    void numberAndTickAreInversesForAnySchedule() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            var schedule = new Schedule(
                    ANCHOR.plusNanos(random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L)),
                    ofNanos(random.nextLong(1, 1L << random.nextInt(1, 50))),
                    ofNanos(random.nextLong(1L << random.nextInt(1, 50))));
            long number = random.nextLong(1_000_000);
            var tick = schedule.tick(number);
            assertThat(schedule.number(tick)).isEqualTo(number);
            assertThat(schedule.number(tick.minusNanos(1))).isEqualTo(number - 1);
            assertThat(schedule.next(tick)).isEqualTo(schedule.tick(number + 1));
            assertThat(schedule.next(tick.minusNanos(1))).isEqualTo(tick);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000-01-01T00:00:00Z", "+999999999-12-30T23:59:59Z"})
    void aGridReachesTheEndOfTime(Instant at) {
        var schedule = Schedule.every(ofMinutes(5)).from(Instant.MIN).offset(ofSeconds(1));
        long number = schedule.number(at);
        assertThat(schedule.tick(number)).isBeforeOrEqualTo(at);
        assertThat(schedule.next(at)).isAfter(at).isEqualTo(schedule.tick(number + 1));
        assertThat(schedule.ticks(Instant.MIN, at)).isEqualTo(number + 1);
    }

    @Test
    void anIntervalMayBeANanosecondOrLongerThanAllTime() {
        var finest = Schedule.every(ofNanos(1));
        assertThat(finest.number(ANCHOR)).isEqualTo(1_767_225_600_000_000_000L);
        assertThat(finest.next(ANCHOR)).isEqualTo(ANCHOR.plusNanos(1));
        var once = Schedule.every(ofSeconds(Long.MAX_VALUE)).from(ANCHOR);
        assertThat(once.next(ANCHOR.minusNanos(1))).isEqualTo(ANCHOR);
        assertThat(once.number(Instant.MAX)).isZero();
    }

    @Test
    void everyStartsAtTheEpochAndEachPartCanBeReplaced() {
        assertThat(Schedule.every(ofMinutes(5))).isEqualTo(new Schedule(Instant.EPOCH, ofMinutes(5), Duration.ZERO));
        assertThat(SCHEDULE).isEqualTo(new Schedule(ANCHOR, ofMinutes(5), ofMinutes(1)));
        assertThat(SCHEDULE.from(Instant.EPOCH).offset(Duration.ZERO)).isEqualTo(Schedule.every(ofMinutes(5)));
    }

    @Test
    void whatIsOutOfRangeIsRefusedWithTheValue() {
        assertRefused(() -> Schedule.every(Duration.ZERO), "schedule: interval must be positive, but is PT0S");
        assertRefused(() -> Schedule.every(ofSeconds(-1)), "schedule: interval must be positive, but is PT-1S");
        assertRefused(() -> SCHEDULE.offset(ofSeconds(-2)), "schedule: offset must not be negative, but is PT-2S");
        assertRefused(
                () -> SCHEDULE.spread("a", Duration.ZERO),
                "schedule: the width of the spread must be positive, but is PT0S");
    }

    private static void assertRefused(Supplier<Schedule> schedule, String message) {
        assertThatThrownBy(schedule::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** These values must never change: after an upgrade, all would come at other times than before. */
    @ParameterizedTest
    @CsvSource({
        "'', 3447624330871",
        "a, 38712590330",
        "b, 874824595064",
        "shop/cart, 758518084153",
        "6f4e5a0c-3b0e-4c39-9c27-1f1d0d1f6a55, 3111494171445",
        "Z\u00fcrich, 2789570172052",
        "object-9999, 2808799792768",
        "\ud83d\ude00, 2668241565877",
    })
    void theSpreadOfANameIsTheSameForEver(String name, long nanos) {
        assertThat(SCHEDULE.spread(name, Duration.ofHours(1)).offset()).isEqualTo(ofNanos(nanos));
        assertThat(Schedule.every(ofNanos(1)).spread(name, Duration.ofHours(1)).offset())
                .as("depends on nothing else")
                .isEqualTo(ofNanos(nanos));
    }

    @Test
    void theSpreadIsLessThanItsWidth() {
        for (var width : new Duration[] {ofNanos(1), ofNanos(2), ofMinutes(5), ofSeconds(Long.MAX_VALUE)}) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(SCHEDULE.spread("object-" + i, width).offset())
                        .isBetween(Duration.ZERO, width.minusNanos(1));
            }
        }
    }

    /** Pearson's chi-square of 100 buckets is above 160 for one of ten thousand even spreads. */
    @ParameterizedTest
    @ValueSource(strings = {"object-%d", "%d", "%08x", "shop/cart-%d-6f4e5a0c"})
    void similarNamesAreSpreadEvenly(String names) {
        var counts = new int[100];
        for (int i = 0; i < 10_000; i++) {
            var schedule = SCHEDULE.spread(names.formatted(i), ofSeconds(100));
            counts[(int) schedule.offset().toSeconds()]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - 100) * (count - 100) / 100.0;
        }
        assertThat(chiSquare).isLessThan(160);
    }
}
