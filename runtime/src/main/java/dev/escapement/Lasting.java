package dev.escapement;

import java.util.concurrent.CompletableFuture;

/** Code of the author's that goes on for an object between its runs. */
interface Lasting {
    /** Asks it to end: its object is gone, or the operator stops. */
    void end();

    /** Done when it has ended, or is not waited for any more. */
    CompletableFuture<Void> over();
}
