package dev.escapement.simulation;

import java.util.ArrayList;
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

    /** Leaves out steps, many at once and then one by one, as long as something is still wrong. */
    static Shortest of(Scenario scenario, List<Step> steps, long seed, Ending ending) {
        var best = new Shortest(steps, ending);
        int tries = TRIES;
        for (int size = Math.max(1, steps.size() / 2); size >= 1; size /= 2) {
            for (int from = 0; from < best.steps.size() && tries > 0; tries--) {
                var fewer = new ArrayList<>(best.steps);
                fewer.subList(from, Math.min(from + size, fewer.size())).clear();
                var tried = Trial.play(scenario, fewer, seed);
                if (tried.failure().isEmpty()) {
                    from += size;
                } else {
                    best = new Shortest(List.copyOf(fewer), tried);
                }
            }
        }
        return best;
    }
}
