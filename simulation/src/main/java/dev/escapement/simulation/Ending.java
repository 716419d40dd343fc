package dev.escapement.simulation;

import java.time.Duration;
import java.util.Set;

/**
 * What came of a trial.
 *
 * @param failure what was wrong; empty if nothing was
 * @param state the cluster in the end
 * @param caughtUp the objects, each with its controller, of which a run has seen what people last wrote
 * @param calmWrites how many writes it took after the last fault
 * @param calmRequests the same for requests
 * @param quietWrites how many writes there were when nothing changed
 * @param trace what happened
 * @param simulated how much time passed
 */
record Ending(
        String failure,
        ClusterState state,
        Set<String> caughtUp,
        long calmWrites,
        long calmRequests,
        long quietWrites,
        Trace trace,
        Duration simulated) {
    Ending because(String why) {
        return new Ending(why + failure, state, caughtUp, calmWrites, calmRequests, quietWrites, trace, simulated);
    }
}
