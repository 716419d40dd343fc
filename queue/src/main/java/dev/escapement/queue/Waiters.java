package dev.escapement.queue;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/** Workers that wait for a key. All but {@link #areAny} is called under the queue's lock. */
final class Waiters<K> {
    private final ArrayDeque<Waiter<K>> waiters = new ArrayDeque<>();
    private volatile int size;

    boolean areAny() {
        return size > 0;
    }

    /** One more, the current thread. */
    Waiter<K> add() {
        var waiter = new Waiter<K>();
        waiters.push(waiter); // the one that came last is the one whose caches are warm
        size = waiters.size();
        return waiter;
    }

    /** One less; returns false if it has been served already. */
    boolean remove(Waiter<K> waiter) {
        boolean removed = waiters.remove(waiter);
        size = waiters.size();
        return removed;
    }

    /** Hands out keys while somebody waits and a key does. Returns the last one to be served, who is to be woken, if any. */
    @Nullable
    Thread serve(Agenda<K> agenda, long now) {
        if (waiters.isEmpty() || agenda.depth() == 0) {
            return null;
        }
        var served = waiters.pop().serve(agenda, now);
        while (!waiters.isEmpty() && agenda.depth() > 0) {
            LockSupport.unpark(served);
            served = waiters.pop().serve(agenda, now);
        }
        size = waiters.size();
        return served;
    }

    /** Lets all of them go without a key. */
    void end() {
        waiters.forEach(waiter -> LockSupport.unpark(waiter.end()));
        waiters.clear();
        size = 0;
    }
}
