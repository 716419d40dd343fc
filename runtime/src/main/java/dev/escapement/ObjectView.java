package dev.escapement;

import java.time.Instant;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What is to be seen of an object at first glance.
 *
 * @param controller whose object it is
 * @param kind its kind
 * @param key its namespace and name
 * @param state how it stands
 * @param due when the next run comes without a change; null if none will
 * @param failures how many runs in a row have failed
 * @param paused whether no further run begins
 * @param letters how many dead letters there are about it, those of timers and daemons included
 * @param last its last run; null if it is not among the objects that ran last
 */
public record ObjectView(
        String controller,
        Kind kind,
        ObjectKey key,
        State state,
        @Nullable Instant due,
        int failures,
        boolean paused,
        int letters,
        @Nullable PastRun last) {
    /** How an object stands; of several that hold, the first. */
    public enum State {
        /** A run of it is on its way. */
        RUNNING,
        /** There is a dead letter about it. */
        DEAD,
        /** Somebody has paused it, or its controller. */
        PAUSED,
        /** Its last run has failed, and there will be another. */
        RETRYING,
        /** It waits for a worker, or something has happened that it will be run for. */
        QUEUED,
        /** Its last run asked for another, later. */
        SCHEDULED,
        /** Nothing is to be done before something changes. */
        RESTING
    }
}
