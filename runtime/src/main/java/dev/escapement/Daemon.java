package dev.escapement;

/**
 * What runs for an object as long as it is there, on a virtual thread of its own; never twice at once for one object.
 *
 * @param <T> the type of the object
 */
@FunctionalInterface
public interface Daemon<T> {
    /**
     * Runs until {@code context.stop()} is requested. To return earlier means that there is nothing left to do before the
     * object's generation changes.
     *
     * @throws Exception any failure, a crash: it is started again after a backoff; what it throws after it was asked to stop is
     *     of no consequence
     */
    void run(DaemonContext<T> context) throws Exception;
}
