package dev.escapement.simulation;

import java.util.function.Predicate;

/**
 * Something that is said of a simulated cluster.
 *
 * @param what what it is, in words
 * @param holds whether it is so; one that throws is not
 */
record Condition(String what, Predicate<Snapshot> holds) {
    /** Why it is not so; empty if it is. */
    String failure(Snapshot cluster) {
        try {
            return holds.test(cluster) ? "" : what;
        } catch (RuntimeException | AssertionError e) {
            return what + " (" + e + ")";
        }
    }
}
