package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The machine's clock: one thread parks until the earliest timer of a {@link TimerTable} is due, and hands each due action to
 * a virtual thread.
 *
 * <p>This is the one class of Escapement that reads the machine's clocks and parks for a time.
 */
final class SystemClock implements Clock {
    static final SystemClock INSTANCE = new SystemClock();

    /** What the keeper sleeps until when nothing is scheduled. */
    private static final long NEVER = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final TimerTable<SystemTimer> timers = new TimerTable<>();
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
    public Timer timer(Runnable action) {
        return new SystemTimer(action);
    }

    private final class SystemTimer implements Timer {
        private final Runnable action;

        SystemTimer(Runnable action) {
            this.action = action;
        }

        @Override
        public void at(long nanos) {
            Thread toWake;
            lock.lock();
            try {
                timers.schedule(timers.obtain(this), nanos);
                if (keeper == null) {
                    keeper = Thread.ofPlatform()
                            .daemon()
                            .name("escapement-clock")
                            .start(SystemClock.this::keep);
                }
                toWake = keeper;
            } finally {
                lock.unlock();
            }
            if (nanos < wakes.get()) {
                LockSupport.unpark(toWake);
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

    @SuppressWarnings("InfiniteLoopStatement") // a daemon thread: it ends with the JVM
    private void keep() {
        while (true) {
            SystemTimer due;
            long earliest;
            lock.lock();
            try {
                due = timers.takeDue(nanos());
                earliest = timers.earliest(NEVER);
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
