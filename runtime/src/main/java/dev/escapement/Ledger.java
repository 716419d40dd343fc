package dev.escapement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.Header;
import dev.escapement.client.Json;
import dev.escapement.client.ObjectKey;

/** Where {@link Steps} keep how far they are: the status of the object that is reconciled. */
interface Ledger {
    /** The object's. */
    Header header();

    /** The object's status as JSON; a missing node if it has none. */
    JsonNode status();

    /**
     * Changes the status by a merge patch, provided that the object is still the version that is reconciled (409 if not).
     *
     * @return the whole status as it then is
     */
    JsonNode write(ObjectNode statusPatch) throws InterruptedException;

    /** A context that may be used beyond the run, also while later runs are on their way. */
    Context outliving();

    /** Brings a run of the object at once, where {@linkplain #wakes that can be had}; else the next look finds what there is. */
    void wake();

    /** Whether {@link #wake} does what it says. */
    boolean wakes();

    /** Who is told of code that goes on between runs. */
    Observer observer();

    /** Code has begun that may go on when the run has ended; it is told to end when the object goes or the operator stops. */
    void began(Lasting code);

    /** Whether an object of this kind is still there. */
    boolean isThere(ObjectKey key, String uid);

    /** Between JSON and the author's types. */
    Json json();
}
