package dev.escapement.time;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of docs/time.md. */
class TimeExamplesTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<Instant> rings = new ArrayList<>();
    private final List<String> due = new ArrayList<>();

    @Test
    void thePagesExamplesAreRunHere() throws IOException {
        new Page("time.md").hasItsExamplesIn(TimeExamplesTest.class);
    }

    @Test
    void timersRing() {
        var timer = clock.timer(() -> rings.add(clock.now()));
        timer.at(clock.nanos() + Duration.ofMinutes(5).toNanos()); // set it again to move it
        clock.schedule(Duration.ofMinutes(7), () -> rings.add(clock.now())); // once
        clock.advance(Duration.ofHours(1));
        assertThat(rings).containsExactly(Instant.ofEpochSecond(300), Instant.ofEpochSecond(420));
    }

    @Test
    void theVirtualClockIsMoved() {
        var clock = VirtualClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        clock.schedule(Duration.ofHours(1), () -> rings.add(clock.now()));
        clock.step(); // to the next timer
        clock.advance(Duration.ofDays(30)); // and what comes in a month
        assertThat(rings).containsExactly(Instant.parse("2026-01-01T01:00:00Z"));
    }

    @Test
    void timersAreMoved() {
        try (var timers = new Timers<String>(clock, due::add)) {
            timers.schedule("tea", Duration.ofMinutes(4));
            timers.schedule("tea", Duration.ofMinutes(5)); // moved
            timers.scheduleWithin("tea", Duration.ofMinutes(3)); // moved, as that is earlier
            timers.schedule("eggs", Duration.ofMinutes(6));
            timers.cancel("eggs");
            clock.advance(Duration.ofHours(1));
        }
        assertThat(due).containsExactly("tea");
    }

    @Test
    void schedulesAreGrids() {
        var created = Instant.parse("2026-01-01T00:00:00Z");
        var lastRun = Instant.parse("2026-01-01T00:07:00Z");
        var uid = "6f4e5a0c-3b0e-4c39-9c27-1f1d0d1f6a55";
        var clock = VirtualClock.at(Instant.parse("2026-01-01T00:20:00Z"));
        var schedule = Schedule.every(Duration.ofMinutes(5)).from(created).spread(uid, Duration.ofMinutes(5));
        Instant next = schedule.next(clock.now());
        long missed = schedule.ticks(lastRun, clock.now());
        assertThat(next).isAfter(clock.now()).isBeforeOrEqualTo(clock.now().plus(schedule.interval()));
        assertThat(missed).isBetween(2L, 3L);
    }

    @Test
    void whatIsPeriodicIsProbed() {
        try (var probes = new Periodic<String>(clock, (site, tick) -> probe(site, tick.missed()))) {
            probes.start("a", Schedule.every(Duration.ofMinutes(5)).from(clock.now()));
            clock.advance(Duration.ofMinutes(30));
        }
        assertThat(due).hasSize(6).containsOnly("a 0");
    }

    @Test
    void backoffsGrow() {
        var backoff = Backoff.exponential(Duration.ofSeconds(1))
                .cap(Duration.ofMinutes(1))
                .jitter(0)
                .attempts(8);
        assertThat(backoff.delay(3, random)).isEqualTo(Duration.ofSeconds(4)); // after the third failure
        assertThat(backoff.exhausted(8)).isTrue();
    }

    private void probe(String site, long missed) {
        due.add(site + " " + missed);
    }
}
