package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import dev.escapement.time.Backoff;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random lives of sequences: whatever happens, and whenever it is looked, some things hold. */
class SequencePropertyTest {
    private static final Duration FLOOR = Duration.ofMillis(100);
    private static final Duration CEILING = Duration.ofMinutes(5);

    private SplittableRandom random = new SplittableRandom(0);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Sequence sequence = new Sequence("s", List.of(), false, FLOOR, CEILING);
    private @Nullable StepsStatus status;
    private Call call = Call.UNKNOWN;
    private Optional<Call.Attempt> executing = Optional.empty();
    private final Map<String, String> annotations = new HashMap<>();
    private long generation = 1;
    private @Nullable Instant lastPoll;

    @Test
    void aThousandLives() {
        for (int seed = 0; seed < 1000; seed++) {
            new SequencePropertyTest().live(seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 42})
    void oneLifeByItsSeed(int seed) {
        live(seed);
    }

    private void live(int seed) {
        random = new SplittableRandom(seed);
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            sequence = sequence.with(new Sequence.Planned("s" + i, settings()));
        }
        try {
            for (int look = 0; look < 200; look++) {
                happen();
                look();
            }
            annotations.clear();
            for (int look = 0; look < 500 && isRunning(); look++) {
                call = call instanceof Call.Executing ? new Call.Ended(StepResult.done(), now) : call;
                executing = Optional.empty();
                look();
            }
            assertThat(isRunning()).as("it comes to an end").isFalse();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " at " + now + ": " + status, e);
        }
    }

    private boolean isRunning() {
        return status == null || status.phase() == StepsStatus.Phase.RUNNING;
    }

    private StepSettings<?> settings() {
        var settings = StepSettings.usual()
                .poll(Duration.ofMillis(1 + random.nextInt(700_000)))
                .retry(Backoff.exponential(Duration.ofMillis(1 + random.nextInt(100_000)))
                        .attempts(random.nextInt(5)));
        settings = random.nextInt(4) == 0 ? settings : settings.timeout(Duration.ofMillis(1 + random.nextInt(600_000)));
        return random.nextInt(5) == 0 ? settings.once() : settings;
    }

    /** Time passes, code ends, people ask for something, the process is killed. */
    private void happen() {
        if (call instanceof Call.Executing && random.nextInt(3) == 0) {
            call = new Call.Ended(result(), now);
            executing = Optional.empty();
        } else if (executing.isPresent() && random.nextInt(3) == 0) {
            executing = Optional.empty(); // code that is of no concern any more
            call = call instanceof Call.Executing ? new Call.Ended(result(), now) : call;
        }
        switch (random.nextInt(40)) {
            case 0 -> {
                call = Call.UNKNOWN;
                executing = Optional.empty();
            }
            case 1 -> annotations.put(Wishes.SKIP, wish());
            case 2 -> annotations.put(Wishes.RETRY_FROM, wish());
            case 3 -> annotations.put(Wishes.ABORT, "#" + random.nextInt(3));
            case 4 -> annotations.clear();
            case 5 -> generation++;
            default -> {
                // nothing
            }
        }
    }

    private String wish() {
        return "s" + random.nextInt(6) + (random.nextBoolean() ? "" : "#" + random.nextInt(5));
    }

    private StepResult result() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> StepResult.done();
            case 2 -> StepResult.poll();
            case 3 -> StepResult.poll(Duration.ofMillis(random.nextInt(1_000_000)), "w" + random.nextInt(3));
            case 4 -> StepResult.failed("f");
            default -> random.nextInt(5) == 0 ? StepResult.failedForGood("g") : StepResult.failed("h");
        };
    }

    private void look() {
        var before = status;
        var known = before == null ? Optional.<Call.Attempt>empty() : Sequence.attempt(before);
        boolean busy = executing.isPresent() && !executing.equals(known);
        boolean changed = random.nextInt(10) == 0;
        var decision = sequence.decide(
                before, new Sequence.Situation(now, generation, Map.copyOf(annotations), call, busy, changed, 1, null));
        check(before, decision, busy);
        status = decision.status();
        var next = Sequence.attempt(status);
        if (decision.call() instanceof Call.Ready) {
            executing = next;
            call = Call.EXECUTING;
        } else {
            call = decision.call();
        }
        var again = sequence.decide(
                status,
                new Sequence.Situation(
                        now,
                        generation,
                        Map.copyOf(annotations),
                        call,
                        executing.isPresent() && !executing.equals(next),
                        false,
                        1,
                        null));
        assertThat(again.status()).as("another look changes nothing").isEqualTo(status);
        // Mostly on time, sometimes early, sometimes late: a process that stood still.
        var at = decision.at().orElse(now.plusSeconds(1));
        now = switch (random.nextInt(6)) {
            case 0 -> now.plusNanos(random.nextLong(Duration.ofSeconds(20).toNanos()));
            case 1 -> at.plusNanos(random.nextLong(Duration.ofSeconds(20).toNanos()));
            default -> at.isBefore(now) ? now : at;
        };
    }

    private void check(@Nullable StepsStatus before, Sequence.Decision decision, boolean busy) {
        var after = decision.status();
        boolean running = after.phase() == StepsStatus.Phase.RUNNING;
        assertThat(decision.at().isPresent()).as("looked at again if it runs").isEqualTo(running);
        if (running) {
            assertThat(decision.at().orElseThrow()).as("the ceiling").isBeforeOrEqualTo(now.plus(CEILING));
            sequence.deadline(after).ifPresent(deadline -> {
                assertThat(now).as("nothing runs beyond its deadline").isBefore(deadline);
                assertThat(decision.at().orElseThrow()).as("the deadline").isBeforeOrEqualTo(deadline);
            });
        }
        if (decision.call() instanceof Call.Ready) {
            assertThat(busy).as("code is called while other code runs").isFalse();
            assertThat(Sequence.attempt(after)).as("called without being begun").isPresent();
            int index = after.currentIndex();
            boolean sameAttempt = before != null && Sequence.attempt(before).equals(Sequence.attempt(after));
            boolean unknown = call instanceof Call.Unknown;
            assertThat(decision.repeated()).as("repeated").isEqualTo(sameAttempt && unknown);
            if (sequence.steps().get(index).settings().once) {
                assertThat(decision.repeated()).as("once").isFalse();
            }
            if (sameAttempt && call instanceof Call.Ended && lastPoll != null) {
                assertThat(Duration.between(lastPoll, now)).as("the floor").isGreaterThanOrEqualTo(FLOOR);
            }
        }
        if (call instanceof Call.Ended(var result, var _, var _, var at) && result instanceof StepResult.Poll) {
            lastPoll = at;
        }
        int current = after.currentIndex();
        for (int i = 0; i < after.steps().size(); i++) {
            var phase = after.steps().get(i).phase();
            if (current < 0 || i < current) {
                assertThat(phase.isPassed()).as("passed").isTrue();
            } else if (i > current) {
                assertThat(phase).isIn(StepStatus.Phase.PENDING, StepStatus.Phase.SKIPPED);
            }
        }
    }
}
