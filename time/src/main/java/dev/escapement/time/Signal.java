package dev.escapement.time;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says "look again" to one waiter, see {@link Wait#waitFor}: what is raised while the waiter is busy counts once.
 *
 * <p>Many threads may raise and close it; one at a time waits for it.
 */
public final class Signal implements AutoCloseable {
    private final Semaphore changed = new Semaphore(0);
    private final AtomicBoolean raised = new AtomicBoolean();
    private volatile boolean closed;

    enum Event {
        RAISED,
        CLOSED,
        STOPPED
    }

    /** A signal that is not raised. */
    public Signal() {}

    /** Has the waiter look; does nothing after it is closed. */
    public void raise() {
        if (!closed) {
            raised.set(true);
            changed.release();
        }
    }

    /** Has the waiter look for a last time, and never again. */
    @Override
    public void close() {
        closed = true;
        changed.release();
    }

    Event next(Stop stop) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var wake = stop.onStop(changed::release);
        try {
            while (true) {
                // before the looks below, so that what is released after them is not lost
                changed.drainPermits();
                if (stop.isRequested()) {
                    return Event.STOPPED;
                }
                if (closed) {
                    return Event.CLOSED;
                }
                if (raised.getAndSet(false)) {
                    return Event.RAISED;
                }
                changed.acquire();
            }
        } finally {
            wake.remove();
        }
    }
}
