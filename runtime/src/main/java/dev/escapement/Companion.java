package dev.escapement;

import java.util.concurrent.CompletableFuture;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What a controller does for each of its objects beside reconciling it: its timers, its daemons. It is told of objects on the
 * thread that brings their changes, so telling it must not block, decode or ask the API server.
 */
interface Companion {
    /** Begins to work; what it was told of before that, it only remembers. */
    void start();

    /**
     * An object is there, or has changed.
     *
     * @param before how it was; null if it was not there, or was paused
     * @param now how it is; neither being deleted nor paused
     */
    void present(@Nullable Header before, Header now);

    /** An object is of no concern any more, for a reason that ends "stopped: ...": it is deleted, or paused. */
    void absent(ObjectKey key, String why);

    /** Stops all, for a reason; done when nothing runs any more. */
    CompletableFuture<Void> stop(String why);

    /** Interrupts what still runs. */
    void interrupt();

    /** How many calls of the author's code have not ended. */
    int running();
}
