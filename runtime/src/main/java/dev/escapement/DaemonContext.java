package dev.escapement;

import dev.escapement.client.Header;
import dev.escapement.time.Stop;

/**
 * What belongs to a daemon of one object, from its start to its end.
 *
 * @param <T> the type of the object
 */
public interface DaemonContext<T> extends Context {
    /**
     * The object as it is now, decoded for each call into a copy of the caller's own.
     *
     * @throws dev.escapement.time.StoppedException if it is gone
     */
    T object();

    /**
     * The object's metadata as they are now, for which nothing is decoded.
     *
     * @throws dev.escapement.time.StoppedException if it is gone
     */
    Header header();

    /**
     * Asks the daemon to end, and says why: the object is deleted or paused, the filter does not match any more, the operator
     * stops. It wakes who sleeps on it.
     *
     * <pre>{@code
     * while (!context.stop().await(ofSeconds(5))) {
     *     look();
     * }
     * }</pre>
     */
    Stop stop();

    /** Reports that it is well. Costs nothing to speak of, and is seen only when it is missing; see {@link Always#heartbeat}. */
    void heartbeat();
}
