package dev.escapement.simulation;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps and daemons keep their times, and are never two of one object, whatever the weather. */
@Timeout(300)
class LastingTest {
    private static final int SEEDS = Integer.getInteger("escapement.simulation.seeds", 15);

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
