package dev.escapement.simulation;

import java.time.Duration;

/**
 * What simulations came to.
 *
 * @param seeds how many seeds were played
 * @param simulated how much time passed in them, in the phases with faults and after
 * @param steps how often a thread went on
 */
record Totals(long seeds, Duration simulated, long steps) {
    static final Totals NONE = new Totals(0, Duration.ZERO, 0);

    Totals plus(Ending ending) {
        return new Totals(
                seeds + 1,
                simulated.plus(ending.simulated()),
                steps + ending.trace().steps());
    }
}
