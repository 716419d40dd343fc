package dev.escapement;

import dev.escapement.cache.Change;
import dev.escapement.client.ObjectKey;

/**
 * Why a run happens.
 *
 * @param what the object was found, changed or deleted, or its own schedule or retry is due
 * @param kind the kind of the object that caused it
 * @param key the object that caused it
 * @param resourceVersion its version then; empty for schedules and retries
 */
public record Cause(What what, String kind, ObjectKey key, String resourceVersion) {
    /** What happened. */
    public enum What {
        /** The object was there when the operator started, or was listed anew. */
        FOUND,
        /** The object was created. */
        ADDED,
        /** The object was changed. */
        CHANGED,
        /** The object had been changed when it was listed anew: the watch was interrupted, and what was between is not known. */
        RESYNCED,
        /** The object was deleted. */
        DELETED,
        /** The outcome of an earlier run asked for this one. */
        SCHEDULED,
        /** An earlier run failed. */
        RETRIED,
        /** What had failed for good was released by hand, to be tried once more. */
        RELEASED,
        /** The code of a step, which runs beside the reconciler, has ended. */
        STEP_ENDED
    }

    static Cause of(Change change) {
        var what = switch (change.type()) {
            case ADDED -> change.initial() ? What.FOUND : What.ADDED;
            case CHANGED -> change.initial() ? What.RESYNCED : What.CHANGED;
            case DELETED -> What.DELETED;
        };
        return new Cause(what, change.kind().name(), change.key(), change.version());
    }
}
