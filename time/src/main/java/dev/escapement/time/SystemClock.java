package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The machine's clock: one thread parks until the earliest timer of a {@link TimerHeap} is due, and hands each due action to
 * a virtual thread.
 *
 * <p>This is the one class of Escapement that reads the machine's clocks and parks for a time.
 */
final class SystemClock implements Clock {
    static final SystemClock INSTANCE = new SystemClock();

    /** What the keeper sleeps until when nothing is scheduled. */
    private static final long NEVER = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final TimerHeap heap = new TimerHeap();
    /** When the keeper wakes by itself, relative to {@link #origin}: only an earlier timer has to wake it. */
    private final AtomicLong wakes = new AtomicLong(NEVER);

    private final long origin = System.nanoTime();
    private @Nullable Thread keeper;

    private SystemClock() {}

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime() - origin;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        var entry = new TimerHeap.Entry(Nanos.after(nanos(), delay), action);
        Thread toWake;
        lock.lock();
        try {
            heap.add(entry);
            if (keeper == null) {
                keeper = Thread.ofPlatform().daemon().name("escapement-clock").start(this::keep);
            }
            toWake = keeper;
        } finally {
            lock.unlock();
        }
        if (entry.due < wakes.get()) {
            LockSupport.unpark(toWake);
        }
        return () -> cancel(entry);
    }

    private boolean cancel(TimerHeap.Entry entry) {
        lock.lock();
        try {
            return heap.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("InfiniteLoopStatement") // a daemon thread: it ends with the JVM
    private void keep() {
        while (true) {
            TimerHeap.Entry due;
            long earliest;
            lock.lock();
            try {
                due = heap.poll(nanos());
                earliest = heap.earliest(NEVER);
                wakes.set(due == null ? earliest : 0);
            } finally {
                lock.unlock();
            }
            if (due != null) {
                Thread.startVirtualThread(due.action);
            } else if (earliest == NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, earliest - nanos());
            }
        }
    }
}
