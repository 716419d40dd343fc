package dev.escapement.time;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock of which it is counted how often a thread had to wait for it, and how long. One that is free costs what it did before:
 * the clock is read only by who waits, and it is the machine's, since a wait for a lock is never simulated.
 */
@SuppressWarnings("serial") // nobody serializes it
public class CountedLock extends ReentrantLock {
    private final LockWaits waits;

    /**
     * A lock that is free.
     *
     * @param name what it guards, in a word, as the figures show it; they are of all locks of the name
     */
    public CountedLock(String name) {
        this.waits = LockWaits.of(name);
    }

    @Override
    public void lock() {
        if (!tryLock()) {
            long from = Clock.system().nanos();
            super.lock();
            waits.add(Clock.system().nanos() - from);
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        if (Thread.currentThread().isInterrupted() || !tryLock()) {
            long from = Clock.system().nanos();
            super.lockInterruptibly();
            waits.add(Clock.system().nanos() - from);
        }
    }
}
