package dev.escapement.queue;

import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

import dev.escapement.queue.WorkQueue.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The lock of an {@link Agenda}: whoever takes it enters first what others {@linkplain #writeDown wrote down} meanwhile. So all
 * that happens has one order, although not everybody waits for the lock.
 */
final class AgendaLock<K> {
    /**
     * How often who adds gives way when the page is full, before it takes the lock. A page is full when keys are added faster
     * than they are taken; and the longer the queue becomes, the less of it a worker finds in its processor's caches.
     */
    private static final int YIELDS = 2;

    private final Agenda<K> agenda;
    private final ShortLock lock = new ShortLock();
    final Arrivals<K> arrivals = new Arrivals<>();

    AgendaLock(Agenda<K> agenda) {
        this.agenda = agenda;
    }

    void lock() {
        lock.lock();
        enterOrUnlock();
    }

    /** The same for who takes a key or gives one back, and need not know at once what was written down a moment ago. */
    void lock(long now) {
        lock.lock();
        try {
            arrivals.enterInTime(agenda, now);
        } catch (Throwable e) { // the equals of somebody's key failed
            lock.unlock();
            throw e;
        }
    }

    /** Takes the lock if nobody has it, and nobody had of late. */
    boolean tryLock() {
        if (arrivals.areMany()) {
            return false;
        }
        if (!lock.tryLock()) {
            arrivals.becomeMany();
            return false;
        }
        enterOrUnlock();
        return true;
    }

    void unlock() {
        lock.unlock();
    }

    <R extends @Nullable Object> R locked(Supplier<R> section) {
        lock();
        try {
            return section.get();
        } finally {
            unlock();
        }
    }

    Condition newCondition() {
        return lock.newCondition();
    }

    /** Writes down a key that is added, without the lock; returns false if it takes the lock to add it. */
    boolean writeDown(K key, @Nullable Object flow, Priority priority, @Nullable Object why, long now) {
        int hashCode = key.hashCode(); // if it fails, then here, and what it reads comes near outside of any lock
        for (int i = 0; i < YIELDS; i++) {
            if (arrivals.offer(key, hashCode, flow, priority, why, now)) {
                return true;
            }
            ShortLock.giveWay();
        }
        return arrivals.offer(key, hashCode, flow, priority, why, now);
    }

    /** Enters what has been written down; under the lock. */
    void enter() {
        arrivals.enter(agenda);
    }

    /** From now on nothing can be written down; what was is entered by who takes the lock next. */
    void closeArrivals() {
        arrivals.close();
    }

    private void enterOrUnlock() {
        try {
            enter();
        } catch (Throwable e) { // the equals of somebody's key failed
            lock.unlock();
            throw e;
        }
    }
}
