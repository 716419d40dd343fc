package dev.escapement.time;

/**
 * Something that a {@link Wait} does again and again, or a {@link Group} does once.
 *
 * @param <X> the checked exception that it throws; it may be RuntimeException, for none
 */
@FunctionalInterface
public interface Work<X extends Exception> {
    /**
     * Does it once.
     *
     * @param stop says when to end early
     */
    void run(Stop stop) throws X, InterruptedException;
}
