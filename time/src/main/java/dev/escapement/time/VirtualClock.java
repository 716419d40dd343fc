package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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
    private final TimerTable<VirtualTimer> timers = new TimerTable<>();
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
    public Timer timer(Runnable action) {
        return new VirtualTimer(action);
    }

    private final class VirtualTimer implements Timer {
        private final Runnable action;

        VirtualTimer(Runnable action) {
            this.action = action;
        }

        @Override
        public void at(long nanos) {
            lock.lock();
            try {
                // the past means now: it does not overtake what is due now
                timers.schedule(timers.obtain(this), Math.max(nanos, elapsed));
                grown.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean cancel() {
            lock.lock();
            try {
                return timers.forget(this);
            } finally {
                lock.unlock();
            }
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
            return timers.size();
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
            while (timers.size() < count) {
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
        VirtualTimer next;
        lock.lock();
        try {
            long due = timers.earliest(limit);
            next = timers.takeDue(limit);
            if (next == null) {
                return false;
            }
            elapsed = Math.max(elapsed, due);
        } finally {
            lock.unlock();
        }
        next.action.run();
        return true;
    }
}
