package dev.escapement.simulation;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps and daemons keep their times, and are never two of one object, whatever the weather. */
@Timeout(300)
class LastingTest {
    private static final int SEEDS = Integer.getInteger("escapement.simulation.seeds", 15);

    @Test
    void codeThatIsUnderWayIsNotLookedAt() {
        var played = Simulation.of(Trips::operator)
                .script(Step.create(Trip.of("a", Trip.Way.LATE, 0)), Step.pause(Duration.ofHours(1)))
                .ignoring("/status/sequence")
                .trial(1);
        assertThat(played.failure()).isEmpty();
        // its beginning, and the end of each of its two steps; seen once in calm weather, and once with faults
        assertThat(played.trace().entries().stream()
                        .filter(entry -> entry.what().startsWith("run of trips default/a begins"))
                        .count())
                .isBetween(3L, 6L);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void tripsComeToTheirEnd(Profile profile) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(Trips.simulation(seed, profile).trial(seed).failure())
                    .as("seed " + seed)
                    .isEmpty();
        }
    }
}
