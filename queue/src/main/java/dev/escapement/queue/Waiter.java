package dev.escapement.queue;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/** A worker that waits for a key, or for the end. It is served under the queue's lock, and woken after that. */
final class Waiter<K> {
    private final Thread thread;
    private @Nullable K key;
    private volatile boolean served;

    /** The current thread, which is about to wait. */
    Waiter() {
        thread = Thread.currentThread();
    }

    /** Gives it the key whose turn it is; returns the thread to wake. */
    Thread serve(Agenda<K> agenda, long now) {
        key = agenda.next(now, thread);
        return end();
    }

    /** Lets it go; returns the thread to wake. */
    Thread end() {
        served = true;
        return thread;
    }

    /** Waits until it is served, or the thread is interrupted; returns whether it is served. */
    boolean await() {
        while (!served && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        return served;
    }

    @Nullable
    K key() {
        return key;
    }
}
