package dev.escapement;

import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.queue.Histogram;

/** What a timer has done. Safe for use by many threads. */
final class TimerTally {
    private final ReentrantLock lock = new ReentrantLock();
    private final Histogram lateness = new Histogram();
    private long calls;
    private long failed;
    private long missed;

    void add(long late, long missedBefore, boolean hasFailed) {
        lock.lock();
        try {
            calls++;
            failed += hasFailed ? 1 : 0;
            missed += missedBefore;
            lateness.add(late);
        } finally {
            lock.unlock();
        }
    }

    TimerStats stats(String controller, String name, int objects, int running) {
        lock.lock();
        try {
            return new TimerStats(controller, name, objects, running, calls, failed, missed, lateness.snapshot());
        } finally {
            lock.unlock();
        }
    }
}
