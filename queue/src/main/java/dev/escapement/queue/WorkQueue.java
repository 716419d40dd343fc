package dev.escapement.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A queue of keys that need work: each key is in it at most once, and is handed to one worker at a time.
 *
 * <p>A key that is added while a worker has it is handed out again after {@link #done}, so no change is missed and no two
 * workers have the same key (the contract of client-go's {@code workqueue}). Keys may also be scheduled for later, be retried
 * with a delay that grows, go before others by {@linkplain Priority priority}, and share the workers fairly by flow; the
 * {@linkplain #builder builder} says which. Safe for use by many threads.
 *
 * <pre>{@code
 * for (K key; (key = queue.take()) != null; ) {
 *     try {
 *         work(key);
 *     } catch (RuntimeException e) {
 *         queue.retry(key);
 *     } finally {
 *         queue.done(key);
 *     }
 * }
 * }</pre>
 *
 * @param <K> the type of the keys; equal keys are one key
 */
public interface WorkQueue<K> {
    /** How urgent a key is: those of one priority go before those of the next, until the latter have waited too long. */
    enum Priority {
        /** Somebody waits for it: a replay by hand, a check that was asked for. */
        HIGH(0),
        /** A change that was made just now, or a schedule that is due. */
        NORMAL(1),
        /** What was there before: an initial list, a resync. */
        LOW(2);

        final byte level;

        Priority(int level) {
            this.level = (byte) level;
        }
    }

    /** Describes a queue whose schedules follow the given clock. */
    static <K> QueueBuilder<K> builder(Clock clock) {
        return new QueueBuilder<>(clock);
    }

    /** Asks for work on a key now; a schedule for later is dropped, since the work itself decides what comes after. */
    default void add(K key) {
        add(key, Priority.NORMAL);
    }

    /** The same with a priority; a key that waits already keeps the more urgent of the two. */
    default void add(K key, Priority priority) {
        add(key, priority, null);
    }

    /**
     * The same with a reason, which {@link #waiting} and {@link #working} tell.
     *
     * @param why what the work is asked for; of a key that waits already the first reason that was given is kept
     */
    void add(K key, Priority priority, @Nullable Object why);

    /**
     * Asks for work on a key after a delay, in place of an earlier schedule of the key; zero or less means now. A key that is
     * to be worked on now anyway is left as it is.
     */
    void addAfter(K key, Duration delay);

    /** The same, but an earlier schedule of the key stays. */
    void addWithin(K key, Duration delay);

    /**
     * Asks for work on a key once more after the delay that the queue's {@link RateLimiter} gives; in place of an earlier
     * schedule. A worker calls it before {@link #done}: a turn that ends without it ends the row of failures.
     *
     * @return how many times in a row the key has been retried, this one included
     */
    int retry(K key);

    /** Ends a key's row of failures before its turn ends; the next retry counts as the first. */
    void forget(K key);

    /** Drops the schedule of a key; returns false if it had none. Work that is wanted now stays wanted. */
    boolean cancel(K key);

    /**
     * Waits for a key and takes it; null once the queue has been shut down, or drained and emptied.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    @Nullable
    K take() throws InterruptedException;

    /**
     * Waits for a key, then takes as many as there are, up to a number. Each is given back by itself.
     *
     * @param keys where they are added, in the order in which they would have been taken one by one
     * @param max the most to take; at least 1
     * @return how many were taken; 0 once the queue has been shut down, or drained and emptied
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    int takeUpTo(Collection<? super K> keys, int max) throws InterruptedException;

    /**
     * Gives back a key that was taken; each must be given back once.
     *
     * @throws IllegalStateException if no worker has the key
     */
    void done(K key);

    /** How many keys wait for a worker. */
    int depth();

    /** How many keys are with a worker. */
    int processing();

    /** How many keys have a schedule for later. */
    int scheduled();

    /** Figures of the queue as it is now; gathered in a moment, whatever its length. */
    QueueStats stats();

    /** Keys that wait, by priority and then in the order in which they came; at most so many. */
    List<Waiting<K>> waiting(int limit);

    /** Keys that are with a worker, the one that has been longest first. */
    List<Working<K>> working();

    /** The flows that have keys waiting or with a worker, those with the most waiting first; empty if the queue is not fair. */
    List<FlowStats> flows();

    /**
     * Ends intake, then waits until workers have taken and given back all that waits; schedules are dropped. A worker must
     * not call it. After {@link #shutDown}, before it or meanwhile, there is nothing left to wait for and it returns.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile; the queue goes on draining
     */
    void drain() throws InterruptedException;

    /** Ends intake and lets every {@link #take} return null from now on; what waits or is scheduled is forgotten. */
    void shutDown();

    /**
     * A key that waits.
     *
     * @param age how long it has waited
     * @param failures how many times in a row it was retried
     * @param why the first reason that was given since it was taken last
     */
    record Waiting<K>(
            K key,
            Priority priority,
            Duration age,
            int failures,
            @Nullable Object why) {}

    /**
     * A key that is with a worker.
     *
     * @param running for how long
     * @param failures how many times in a row it was retried before
     * @param why the reason that it was added for
     */
    record Working<K>(
            K key, Duration running, int failures, @Nullable Object why) {}

    /**
     * A flow's part of the queue.
     *
     * @param flow what the keys have in common
     * @param waiting how many keys wait
     * @param processing how many keys are with a worker
     * @param cost what a key's work takes of late, on average
     */
    record FlowStats(Object flow, int waiting, int processing, Duration cost) {}
}
