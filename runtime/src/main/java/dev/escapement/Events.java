package dev.escapement;

import dev.escapement.client.Header;
import dev.escapement.client.Kind;

/** Tells people who look at an object what became of it: the Events that {@code kubectl describe} shows. */
interface Events {
    /** How an Event is meant. */
    enum Tone {
        /** As it should be. */
        NORMAL,
        /** Somebody should look at it. */
        WARNING
    }

    /**
     * Tells of a change of state. It returns at once: what is told too often is counted, and what cannot be written is given up.
     *
     * @param regarding the object that it happened to
     * @param reason in one word that machines read, such as {@code DeadLettered}
     * @param action what was being done, in one word, such as {@code Reconcile}
     * @param note for people; at most 1 kB is kept
     */
    void tell(Kind kind, Header regarding, Tone tone, String reason, String action, String note);

    /** Tells nobody. */
    static Events none() {
        return (_, _, _, _, _, _) -> {};
    }
}
