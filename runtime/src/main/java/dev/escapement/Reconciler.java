package dev.escapement;

/**
 * The author's code: brings the world closer to what an object asks for. It is plain blocking code on a virtual thread; it is
 * never run twice at once for one object, and is told to stop by interruption.
 *
 * @param <T> the type of the objects
 */
@FunctionalInterface
public interface Reconciler<T> {
    /**
     * Looks at an object and acts.
     *
     * @param object the caller's own copy of its newest known state
     * @param context what belongs to this run
     * @return what comes next
     * @throws Exception any failure: it is classified, and tried again with backoff if that may help
     */
    Outcome reconcile(T object, Context context) throws Exception;
}
