package dev.escapement.simulation;

import java.util.List;

/** What is played with each mutant; loaded with it, and called from outside. */
final class MutationCourse {
    private MutationCourse() {}

    /** The first seed that fails, and why; empty if none does. */
    static String play(int seeds) {
        for (long seed = 1; seed <= seeds; seed++) {
            var profile = seed % 2 == 0 ? Profile.HOSTILE : Profile.ROUGH;
            for (var simulation : List.of(Chores.simulation(seed, profile), Trips.simulation(seed, profile))) {
                var failure = simulation.trial(seed).failure();
                if (!failure.isEmpty()) {
                    return seed + ": " + failure;
                }
            }
        }
        return "";
    }
}
