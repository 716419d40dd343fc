package dev.escapement.time;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A signal that asks those who hold it to stop, once and for one reason; it wakes whoever sleeps on it.
 *
 * <pre>{@code
 * try (var limited = stop.until(Deadline.after(clock, Duration.ofSeconds(30)))) {
 *     while (!limited.await(Duration.ofSeconds(1))) {
 *         report();
 *     }
 * }
 * }</pre>
 *
 * <p>A stop has children, which stop when it does, and at their own deadline or request without it. A child that is neither
 * requested nor closed is kept by its parent, so close the children of a long-lived parent.
 *
 * <p>Safe for use by many threads, virtual ones too. No lock is held while a callback runs. A deadline costs no timer of the
 * clock, except while callbacks are registered with {@link #onStop}: who asks or sleeps looks at the deadline itself.
 */
public final class Stop implements AutoCloseable {
    private static final ReentrantLock[] LOCKS =
            Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Clock clock;
    private final Deadline deadline;
    private final boolean requestable;
    /** This stop's place among its parent's listeners. */
    private final @Nullable StopListener link;

    /** One of a few that all stops share, as it is held for a moment only, and never with another one. */
    private final ReentrantLock lock = LOCKS[NEXT.getAndIncrement() & LOCKS.length - 1];
    /** Guarded by the lock, as is the timer. */
    private final Listening listening = new Listening();

    private Clock.@Nullable Timer timer;

    private volatile @Nullable Reason reason;

    private Stop(Clock clock, @Nullable Stop parent, Deadline deadline, boolean requestable) {
        this.clock = clock;
        this.deadline = deadline;
        this.requestable = requestable;
        this.link = parent == null ? null : new StopAction(parent, this::request);
    }

    /** A stop that is requested by whoever has it. */
    public static Stop create(Clock clock) {
        return new Stop(clock, null, Deadline.never(), true);
    }

    /** A stop that can't be requested; its children can. */
    public static Stop never(Clock clock) {
        return new Stop(clock, null, Deadline.never(), false);
    }

    /** A stop that follows this one, and can be requested without it. */
    public Stop child() {
        return until(Deadline.never());
    }

    /**
     * A child that is also requested when a deadline passes, for the reason {@link Reason.DeadlinePassed}. One that has
     * passed already gives a child that is requested already.
     *
     * @throws IllegalArgumentException if the deadline is on another clock than this stop
     */
    public Stop until(Deadline limit) {
        if (!limit.isOn(clock)) {
            throw new IllegalArgumentException(
                    "the deadline is on another clock than the stop: take both from one clock");
        }
        var child = new Stop(clock, this, deadline.earlier(limit), true);
        if (child.link != null) {
            child.link.add();
        }
        return child;
    }

    /**
     * Requests it, and runs the callbacks, on this thread; the first reason stays.
     *
     * @return whether this was the first request
     * @throws UnsupportedOperationException if this is a stop that is {@link #never} requested
     */
    public boolean request(Reason why) {
        if (!requestable) {
            throw new UnsupportedOperationException(
                    "this stop is never requested: request a child() of it, or Stop.create");
        }
        return !isRequested() && tell(why);
    }

    /** Requests it for a reason in words; see {@link #request(Reason)}. */
    public boolean request(String why) {
        return request(Reason.cancelled(why));
    }

    private boolean tell(Reason why) {
        Listening.Link told;
        lock.lock();
        try {
            if (reason != null) {
                return false;
            }
            reason = why;
            told = listening.removeAll();
            if (timer != null) {
                timer.cancel();
            }
        } finally {
            lock.unlock();
        }
        if (link != null) {
            link.remove();
        }
        for (var link = told; link != null; link = link.next()) {
            ((StopListener) link).tell(why);
        }
        return true;
    }

    /** Whether it is requested; once true, it stays so. */
    public boolean isRequested() {
        if (reason == null && deadline.isPast()) {
            tell(new Reason.DeadlinePassed(deadline));
        }
        return reason != null;
    }

    /** Why it is requested; empty as long as it isn't. */
    public Optional<Reason> reason() {
        isRequested();
        return Optional.ofNullable(reason);
    }

    /** When it is requested at the latest: the earliest of its own deadline and its parents'. */
    public Deadline deadline() {
        return deadline;
    }

    /**
     * Does nothing, or throws if it is requested.
     *
     * @throws StoppedException if it is requested
     */
    public void throwIfRequested() {
        var why = reason();
        if (why.isPresent()) {
            throw new StoppedException(why.get());
        }
    }

    /**
     * Sleeps until it is requested, but not longer than a duration.
     *
     * @param duration zero or negative means not to sleep
     * @return true as soon as it is requested, false when the time has passed before
     * @throws InterruptedException if the thread is or was interrupted
     */
    public boolean await(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        var remaining = deadline.remaining();
        var time = remaining.compareTo(duration) < 0 ? remaining : duration;
        if (isRequested() || !time.isPositive()) {
            return isRequested();
        }
        var sleeper = new Sleeper(this);
        sleeper.add();
        var alarm = clock.schedule(time, sleeper);
        try {
            sleeper.sleep();
        } finally {
            alarm.cancel();
            sleeper.remove();
        }
        return isRequested();
    }

    /**
     * Runs an action once when it is requested, or at once if it is already. The action runs on the thread that makes the
     * request (or on one of the clock's, for a deadline), so it should be short; what it throws goes to that thread's
     * handler of uncaught exceptions, and hurts neither the request nor other actions.
     */
    public Registration onStop(Runnable action) {
        var listener = new StopAction(this, _ -> action.run());
        armDeadline();
        isRequested(); // a deadline may have passed unnoticed
        listener.add();
        return listener;
    }

    private void armDeadline() {
        lock.lock();
        try {
            if (timer == null && reason == null && !deadline.isNever()) {
                timer = clock.schedule(deadline.remaining(), this::isRequested);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Requests it if that has not happened yet, so that nothing waits on it any more, and lets its parent forget it. */
    @Override
    public void close() {
        if (requestable) {
            request("it was closed");
        }
    }

    boolean isOn(Clock other) {
        return clock.equals(other);
    }

    /** How many callbacks, children and sleepers are to be told. */
    int listening() {
        lock.lock();
        try {
            return listening.size();
        } finally {
            lock.unlock();
        }
    }

    /** An action that waits for a stop. */
    public interface Registration {
        /** Forgets the action; returns false when it has been told to run already, or was removed before. */
        boolean remove();
    }

    /** Has one be told from now on; returns the reason if there is one already. */
    @Nullable
    Reason add(StopListener listener) {
        lock.lock();
        try {
            if (reason == null) {
                listening.add(listener);
            }
            return reason;
        } finally {
            lock.unlock();
        }
    }

    boolean remove(StopListener listener) {
        lock.lock();
        try {
            return listening.remove(listener);
        } finally {
            lock.unlock();
        }
    }
}
