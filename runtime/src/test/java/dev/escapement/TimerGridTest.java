package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.escapement.Every.every;
import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;

/** A timer beside a model of it, through pauses, restarts, deletions, calls that are brought forward, and jumps of the clock. */
@Timeout(120)
class TimerGridTest {
    private static final int ROUNDS = 200;
    private static final int STEPS = 40;
    private static final int OBJECTS = 4;

    /** What should be called for an object, and what is. */
    private static final class Model {
        final List<Long> expected = new ArrayList<>();
        final List<Long> calls = new ArrayList<>();
        final Grid grid;
        boolean there = true;

        Model(Grid grid) {
            this.grid = grid;
        }

        /** When the call with a number asks for the next one; most do not. */
        static Duration asks(long seed, int number) {
            var random = new SplittableRandom(seed * 1000 + number);
            return random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(100, 200_000)) : null;
        }

        /** Time passes while the object is there. */
        void pass(long seed, long from, long to, long soonest) {
            long next = Math.min(soonest, nextTick(from));
            while (next <= to) {
                expected.add(next);
                var asked = asks(seed, expected.size());
                next = Math.min(nextTick(next), asked == null ? Long.MAX_VALUE : next + asked.toNanos());
            }
            pending = next;
        }

        /** When the next call is due, if nothing happens until then. */
        long pending = Long.MAX_VALUE;

        long nextTick(long after) {
            return grid.tick(Math.max(0, grid.number(after) + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void callsAsItsModelDoes(long seed) {
        for (long round = seed * ROUNDS; round < (seed + 1) * ROUNDS; round++) {
            compare(round);
        }
    }

    private static void compare(long seed) {
        var random = new SplittableRandom(seed);
        var every = every(Duration.ofMillis(random.nextInt(100, 120_000)))
                .initialDelay(Duration.ofMillis(random.nextInt(2) * random.nextInt(100_000)))
                .spread(Duration.ofMillis(random.nextInt(2) * random.nextInt(1, 100_000)));
        var models = new HashMap<String, Model>();
        try (var rig = new CompanionRig()) {
            var controller = Controller.of(Gadget.class).timer("t", every, context -> {
                var model = models.get(context.header().key().name());
                model.calls.add(Grid.nanos(rig.clock.now()));
                assertThat(context.missed()).isZero();
                var asked = Model.asks(seed, model.calls.size());
                return asked == null ? done() : again(asked);
            });
            for (int i = 0; i < OBJECTS; i++) {
                var name = "g" + i;
                models.put(name, new Model(Grid.of(every, rig.put(name, 1), rig.clock.now())));
            }
            var companion = rig.start(controller);
            for (int step = 0; step < STEPS; step++) {
                var name = "g" + random.nextInt(OBJECTS);
                var model = models.get(name);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        rig.kill(companion);
                        companion = rig.start(controller);
                        models.values().forEach(m -> m.pending = Long.MAX_VALUE);
                        models.forEach((other, m) -> {
                            if (!m.there) {
                                rig.pause(other);
                            }
                        });
                    }
                    case 1 -> {
                        if (model.there) {
                            rig.pause(name);
                        } else {
                            rig.resume(name);
                        }
                        model.there = !model.there;
                        model.pending = Long.MAX_VALUE;
                    }
                    case 2 -> {
                        if (model.there) {
                            rig.put(name, step + 2); // a change moves nothing
                        }
                    }
                    default -> advance(rig, models, seed, Duration.ofMillis(random.nextInt(300_000)));
                }
            }
            for (Map.Entry<String, Model> entry : models.entrySet()) {
                assertThat(entry.getValue().calls)
                        .as("seed %d, %s, %s", seed, entry.getKey(), every)
                        .isEqualTo(entry.getValue().expected);
            }
        }
    }

    private static void advance(CompanionRig rig, Map<String, Model> models, long seed, Duration by) {
        long from = Grid.nanos(rig.clock.now());
        rig.steady.advance(by);
        long to = Grid.nanos(rig.clock.now());
        models.values().stream().filter(m -> m.there).forEach(m -> m.pass(seed, from, to, m.pending));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aJumpOfTheWallClockMovesOneCallAtMost(long seed) {
        var random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var interval = Duration.ofMillis(random.nextInt(1_000, 60_000));
            var calls = new ArrayList<Long>();
            try (var rig = new CompanionRig()) {
                var grid = Grid.of(every(interval), rig.put("a", 1), rig.clock.now());
                rig.start(Controller.of(Gadget.class).timer("t", every(interval), _ -> {
                    calls.add(Grid.nanos(rig.clock.now()));
                    return done();
                }));
                for (int step = 0; step < STEPS; step++) {
                    rig.clock.jump(Duration.ofMillis(random.nextInt(-200_000, 300_000)));
                    calls.clear();
                    rig.steady.advance(interval.multipliedBy(5));
                    assertThat(calls).as("seed %d, round %d", seed, round).hasSizeBetween(4, 6);
                    assertThat(calls.subList(1, calls.size())).allMatch(at -> grid.tick(grid.number(at)) == at);
                    assertThat(calls).isSorted().doesNotHaveDuplicates();
                }
            }
        }
    }
}
