package dev.escapement.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.escapement.cache.Change;
import dev.escapement.cache.Informer;
import dev.escapement.client.Kind;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random changes while all faults happen, then a calm: the cache ends equal to the server, its listeners know the last state of each
 * object, and what they were told fits together.
 *
 * <p>{@code -Descapement.faults.seeds} says how many seeds are tried, and {@code -Descapement.faults.seed} which is the first.
 */
@Timeout(600)
class FaultyCacheTest {
    private static final int SEEDS = Integer.getInteger("escapement.faults.seeds", 1000);
    private static final long FIRST = Long.getLong("escapement.faults.seed", 1);
    private static final int STEPS = 40;
    private static final Kind CONFIG_MAP = new Kind("", "v1", "ConfigMap", "configmaps", true);
    /** Longer than it takes to give up a silent watch. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Test
    void theCacheEndsEqualToTheServerAfterHostileTimes() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            play(seed, Profile.HOSTILE.faults());
        }
    }

    @Test
    void aRunIsAFunctionOfItsSeed() {
        assertThat(play(7, Profile.HOSTILE.faults())).isEqualTo(play(7, Profile.HOSTILE.faults()));
    }

    @Test
    void aRunIsRepeatedByItsFaults() {
        for (long seed = 1; seed <= 20; seed++) {
            try (var drawn = new FaultyWorld(seed, Profile.HOSTILE.faults())) {
                long digest = new Course(drawn, "drawn " + seed).play();
                var plan = FaultSource.replayed(
                        FaultPlan.parse(drawn.network.plan().toString()));
                try (var replayed = new FaultyWorld(seed, Profile.HOSTILE.faults(), plan)) {
                    assertThat(new Course(replayed, "replayed " + seed).play()).isEqualTo(digest);
                }
            }
        }
    }

    /** Those of reads, each with what else has to happen for it to happen; those of writes are those of {@link FaultyWritesTest}. */
    static Stream<Arguments> faults() {
        return Stream.of(Fault.values())
                .filter(fault -> fault != Fault.CONFLICT && fault != Fault.STALE_READ)
                .map(fault -> Arguments.of(fault, reached(fault).with(fault, 0.5)));
    }

    private static Faults reached(Fault fault) {
        var listed = Faults.none().with(Fault.NO_WATCH_LIST, 1);
        return switch (fault) {
            case SLOW_LIST, LOST_ANSWER, CUT_ANSWER, SHORT_PAGE -> listed;
            case EXPIRED_PAGE ->
                listed.with(Fault.SHORT_PAGE, 1).with(Fault.EXPIRED_WATCH, 0.5).with(Fault.WATCH_CUT, 0.5);
            case EXPIRED_WATCH -> Faults.none().with(Fault.WATCH_CUT, 0.5);
            default -> Faults.none();
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void eachFaultAloneIsOutlived(Fault fault, Faults faults) {
        int happened = 0;
        for (long seed = 1; seed <= 30; seed++) {
            try (var world = new FaultyWorld(seed, faults)) {
                new Course(world, "seed " + seed + " of " + faults).play();
                if (world.network.plan().injections().stream().anyMatch(injection -> injection.fault() == fault)) {
                    happened++;
                }
            }
        }
        assertThat(happened).as("seeds in which it happened").isGreaterThan(4);
    }

    private static long play(long seed, Faults faults) {
        try (var world = new FaultyWorld(seed, faults)) {
            return new Course(world, "seed " + seed + " of " + faults).play();
        }
    }

    /** One seed's course. */
    private static final class Course {
        private final FaultyWorld world;
        private final String name;
        private final Map<String, String> known = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();

        Course(FaultyWorld world, String name) {
            this.world = world;
            this.name = name;
        }

        long play() {
            // made on the host, so that its threads are the host's
            var informer = world.on(() -> new Informer(world.client(), world.host.clock(), CONFIG_MAP, Selection.ALL));
            informer.listen(this::hear);
            informer.start();
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            world.network.calm();
            boolean equal = world.passUntil(() -> isEqual(informer), PATIENCE);
            assertThat(equal)
                    .as(
                            "%s: the server has %s, the cache %s, the listener heard of %s",
                            name, world.truth(), versions(informer.objects()), known)
                    .isTrue();
            world.pass(PATIENCE);
            assertThat(isEqual(informer)).as(name + ", later").isTrue();
            assertThat(wrong).as(name).isEmpty();
            return world.trace.digest();
        }

        private boolean isEqual(Informer informer) {
            var truth = world.truth();
            return truth.equals(versions(informer.objects())) && truth.equals(known);
        }

        private void step() {
            var name = "m" + world.random.nextInt(8);
            switch (world.random.nextInt(8)) {
                case 0, 1, 2, 3 -> world.put(name, "v" + world.random.nextInt());
                case 4, 5 -> world.delete(name);
                case 6 -> world.pass(Duration.ofMillis(world.random.nextInt(60_000)));
                default -> {
                    if (world.random.nextInt(5) == 0) {
                        world.server.compact();
                    }
                }
            }
            world.pass(Duration.ofMillis(world.random.nextInt(2000)));
        }

        private static Map<String, String> versions(Stream<RawObject> objects) {
            var all = new TreeMap<String, String>();
            objects.forEach(object ->
                    all.put(object.header().key().toString(), object.header().resourceVersion()));
            return all;
        }

        private void hear(Change change) {
            var key = change.key().toString();
            var before = change.before() == null ? null : change.before().resourceVersion();
            var after = change.after() == null ? null : change.after().resourceVersion();
            var knew = after == null ? known.remove(key) : known.put(key, after);
            if (!Objects.equals(knew, before)) {
                wrong.add(change + " came after " + knew);
            }
        }
    }
}
