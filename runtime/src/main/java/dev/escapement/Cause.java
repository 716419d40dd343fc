package dev.escapement;

import java.util.Locale;

import dev.escapement.cache.Change;
import dev.escapement.client.ObjectKey;

/**
 * Why a run happens.
 *
 * @param what the object was found, changed or deleted, or its own schedule or retry is due
 * @param kind the kind of the object that caused it
 * @param key the object that caused it
 * @param resourceVersion its version then; empty for schedules and retries
 * @param relation what the object that caused it is to the one that the run is for
 */
public record Cause(What what, String kind, ObjectKey key, String resourceVersion, Relation relation) {
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

    /** What an object is to the one that a run is for. */
    public enum Relation {
        /** That one itself. */
        SELF,
        /** It is owned by that one. */
        OWNED,
        /** It is mapped to that one by the controller's function. */
        MAPPED
    }

    /** Of the object itself. */
    public Cause(What what, String kind, ObjectKey key, String resourceVersion) {
        this(what, kind, key, resourceVersion, Relation.SELF);
    }

    static Cause of(Change change, Relation relation) {
        var what = switch (change.type()) {
            case ADDED -> change.initial() ? What.FOUND : What.ADDED;
            case CHANGED -> change.initial() ? What.RESYNCED : What.CHANGED;
            case DELETED -> What.DELETED;
        };
        return new Cause(what, change.kind().name(), change.key(), change.version(), relation);
    }

    /** For logs: {@code CHANGED owned ConfigMap shop/web@12}, or only what it was if that was the object's own schedule. */
    @Override
    public String toString() {
        if (relation == Relation.SELF && resourceVersion.isEmpty()) {
            return what.name();
        }
        return what + (relation == Relation.SELF ? " " : " " + relation.name().toLowerCase(Locale.ROOT) + " ") + kind
                + " " + key + "@" + resourceVersion;
    }
}
