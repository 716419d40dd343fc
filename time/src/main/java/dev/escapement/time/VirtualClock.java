package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is moved. What becomes due on the way runs on the thread that moves it, in order of
 * time (and of scheduling, for equal times), with the clock showing the instant at which it is due.
 *
 * <pre>{@code
 * var clock = VirtualClock.at(Instant.EPOCH);
 * clock.schedule(Duration.ofMinutes(5), () -> fired.add(clock.now()));
 * clock.advance(Duration.ofMinutes(10)); // fired: 00:05
 * }</pre>
 */
public final class VirtualClock implements Clock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final TimerHeap heap = new TimerHeap();
    private final Instant start;
    private volatile long elapsed;

    private VirtualClock(Instant start) {
        this.start = start;
    }

    /** A clock that shows the given instant. */
    public static VirtualClock at(Instant start) {
        return new VirtualClock(start);
    }

    @Override
    public Instant now() {
        return start.plusNanos(elapsed);
    }

    @Override
    public long nanos() {
        return elapsed;
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        lock.lock();
        try {
            var entry = new TimerHeap.Entry(Nanos.after(elapsed, delay), action);
            heap.add(entry);
            grown.signalAll();
            return () -> cancel(entry);
        } finally {
            lock.unlock();
        }
    }

    private boolean cancel(TimerHeap.Entry entry) {
        lock.lock();
        try {
            return heap.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!duration.isPositive()) {
            return;
        }
        var woken = new CountDownLatch(1);
        var timer = schedule(duration, woken::countDown);
        try {
            woken.await();
        } finally {
            timer.cancel();
        }
    }

    /** How many timers and sleepers wait for the clock to be moved. */
    public int pending() {
        lock.lock();
        try {
            return heap.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until so many timers and sleepers wait for the clock to be moved: a test's way to know that the threads it
     * started have gone to sleep.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void awaitPending(int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (heap.size() < count) {
                grown.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Moves to the next timer and runs it; returns false, and moves nothing, when there is none. */
    public boolean step() {
        return runNext(Long.MAX_VALUE);
    }

    /** Moves by a duration and runs what becomes due on the way, also what that schedules. */
    public void advance(Duration duration) {
        long target = Nanos.after(elapsed, duration);
        while (runNext(target)) {
            // each step runs one timer
        }
        lock.lock();
        try {
            elapsed = Math.max(elapsed, target);
        } finally {
            lock.unlock();
        }
    }

    private boolean runNext(long limit) {
        TimerHeap.@Nullable Entry next;
        lock.lock();
        try {
            next = heap.poll(limit);
            if (next == null) {
                return false;
            }
            elapsed = Math.max(elapsed, next.due);
        } finally {
            lock.unlock();
        }
        next.action.run();
        return true;
    }
}
