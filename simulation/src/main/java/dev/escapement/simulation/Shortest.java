package dev.escapement.simulation;

import java.util.List;

/**
 * A script that still fails, with what came of it.
 *
 * @param steps the script
 * @param ending what came of it
 */
record Shortest(List<Step> steps, Ending ending) {
    /** More tries than this take longer than it takes to read a longer script. */
    private static final int TRIES = 150;

    /** Leaves out steps as long as something is still wrong. */
    static Shortest of(Scenario scenario, List<Step> steps, long seed, Ending ending) {
        var shrunk = Shrink.list(
                steps,
                TRIES,
                fewer -> !Trial.play(scenario, fewer, seed).failure().isEmpty());
        return new Shortest(shrunk.found(), shrunk.trials() == 0 ? ending : Trial.play(scenario, shrunk.found(), seed));
    }
}
