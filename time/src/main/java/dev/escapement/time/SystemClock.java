package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The machine's clock: one thread parks until the earliest timer of a {@link TimerTable} is due, and hands each due action to
 * a virtual thread.
 *
 * <p>This is the one class of Escapement that reads the machine's clocks and parks for a time.
 */
final class SystemClock implements Clock {
    static final SystemClock INSTANCE = new SystemClock(Thread::startVirtualThread);

    /** What the keeper sleeps until when nothing is scheduled. */
    private static final long NEVER = Long.MAX_VALUE;
    /** After which time an action is started again for which there was no memory. */
    private static final long AGAIN = Duration.ofMillis(5).toNanos();

    private final Consumer<Runnable> starter;
    private final ReentrantLock lock = new ReentrantLock();
    private final TimerTable<SystemTimer> timers = new TimerTable<>();
    /** When the keeper wakes by itself, relative to {@link #origin}: only an earlier timer has to wake it. */
    private final AtomicLong wakes = new AtomicLong(NEVER);

    private final long origin = System.nanoTime();
    private @Nullable Thread keeper;

    /**
     * A clock with a keeper of its own.
     *
     * @param starter starts actions on threads of their own
     */
    SystemClock(Consumer<Runnable> starter) {
        this.starter = starter;
    }

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
                start(due.action);
            } else if (earliest == NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, earliest - nanos());
            }
        }
    }

    /** There may be no memory for a thread just now. Others would not start either, so the keeper waits with this one. */
    private void start(Runnable action) {
        Throwable failure = null;
        while (true) {
            try {
                starter.accept(action);
                break;
            } catch (Throwable e) {
                failure = e;
                LockSupport.parkNanos(this, AGAIN);
            }
        }
        if (failure != null) {
            tell(failure);
        }
    }

    /** Told once it is over, as that takes memory too; whatever a handler throws, the time goes on. */
    private static void tell(Throwable failure) {
        try {
            Uncaught.report(failure);
        } catch (Throwable e) {
            return;
        }
    }
}
