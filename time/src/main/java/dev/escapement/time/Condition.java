package dev.escapement.time;

/**
 * Something that a {@link Wait} waits for.
 *
 * @param <X> the checked exception that it throws; it may be RuntimeException, for none
 */
@FunctionalInterface
public interface Condition<X extends Exception> {
    /**
     * Whether the wait is over.
     *
     * @param stop the one that ends the wait
     */
    boolean isMet(Stop stop) throws X, InterruptedException;
}
