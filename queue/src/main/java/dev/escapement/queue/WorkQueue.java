package dev.escapement.queue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A queue of keys that need work: each key is in it at most once, and is handed to one worker at a time.
 *
 * <p>A key that is added while a worker has it is handed out again after {@link #done}, so no change is missed and no two
 * workers have the same key (the contract of client-go's {@code workqueue}). Safe for use by many threads.
 *
 * <pre>{@code
 * for (K key; (key = queue.take()) != null; ) {
 *     try {
 *         work(key);
 *     } finally {
 *         queue.done(key);
 *     }
 * }
 * }</pre>
 *
 * @param <K> the type of the keys; equal keys are one key
 */
public interface WorkQueue<K> {
    /** Asks for work on a key now; a schedule for later is dropped, since the work itself decides what comes after. */
    default void add(K key) {
        add(key, Priority.NORMAL);
    }

    /** The same with a priority; a key that waits already keeps the more urgent of the two. */
    void add(K key, Priority priority);

    /**
     * Asks for work on a key after a delay, in place of an earlier schedule of the key; zero or less means now. A key that is
     * to be worked on now anyway is left as it is.
     */
    void addAfter(K key, Duration delay);

    /** Drops the schedule of a key, if it has one; work that is wanted now stays wanted. */
    void cancel(K key);

    /**
     * Waits for a key and takes it; null once the queue has been shut down.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    @Nullable
    K take() throws InterruptedException;

    /** Gives back a key that {@link #take} returned; each must be given back once. */
    void done(K key);

    /** How many keys wait for a worker. */
    int depth();

    /** How many keys are with a worker. */
    int processing();

    /** How many keys have a schedule for later. */
    int scheduled();

    /** Lets every {@link #take} return null from now on; what was waiting or scheduled is forgotten. */
    void shutDown();

    /** How urgent a key is. */
    enum Priority {
        /** A change that somebody made just now. */
        NORMAL,
        /** What was there before: an initial list, a resync. It gets every eighth turn while there are urgent keys. */
        LOW
    }
}
