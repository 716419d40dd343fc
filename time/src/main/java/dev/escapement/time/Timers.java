package dev.escapement.time;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Many timers, at most one for each item, which call one action with the items that are due.
 *
 * <p>An item's time can be moved and forgotten in place, without a trace and without allocation. The action is called in the
 * order of the times, on a thread of the clock's choice and never on the one that keeps the time. Calls follow one another
 * as long as they are short; while one lasts longer than {@value #PATIENCE_MILLIS} ms, others go on beside it, so an action
 * that blocks holds up the other items by that at most. What an action throws is logged and hurts no other item.
 *
 * <p>Safe for use by many threads. It holds about 53 bytes for each item that is scheduled (half as much again just after
 * growing), the item itself not counted.
 *
 * <pre>{@code
 * try (var timers = new Timers<String>(Clock.system(), this::remind)) {
 *     timers.schedule("tea", Duration.ofMinutes(4));
 *     timers.schedule("tea", Duration.ofMinutes(5)); // moved
 * }
 * }</pre>
 *
 * @param <K> the type of the items; equal items are one
 */
public final class Timers<K> implements AutoCloseable {
    /** How long a call of the action may hold up the next item, in milliseconds. */
    static final int PATIENCE_MILLIS = 1;

    private static final long PATIENCE = PATIENCE_MILLIS * 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;
    private static final System.Logger LOG = System.getLogger(Timers.class.getName());

    private final Clock clock;
    private final Consumer<? super K> action;
    private final ReentrantLock lock = new ReentrantLock();
    private TimerTable<K> table = new TimerTable<>();
    private final Clock.Timer alarm;
    /** When the alarm rings. */
    private long armed = NEVER;
    /** How many items were handed out, and how many when the alarm was set to look after the one who hands out. */
    private long handedOut;

    private long handedOutThen;
    private boolean closed;

    /** Timers that follow a clock and call an action. */
    @SuppressWarnings("this-escape") // the alarm is set only by calls that come later
    public Timers(Clock clock, Consumer<? super K> action) {
        this.clock = clock;
        this.action = action;
        this.alarm = clock.timer(this::ring);
    }

    /** Sets when an item is due, in place of an earlier time; a delay that is zero or negative means now. */
    public void schedule(K item, Duration delay) {
        schedule(item, Nanos.after(clock.nanos(), delay), false);
    }

    /**
     * Sets when an item is due, unless that is earlier already.
     *
     * @return whether the item is due at this time now
     */
    public boolean scheduleWithin(K item, Duration delay) {
        return schedule(item, Nanos.after(clock.nanos(), delay), true);
    }

    private boolean schedule(K item, long due, boolean earliest) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            int row = table.obtain(item);
            if (earliest && table.isScheduled(row) && table.due(row) <= due) {
                return false;
            }
            table.schedule(row, due);
            if (due < armed) {
                arm(due);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets when an item is due; returns false if it was not scheduled, or has been handed to the action already. */
    public boolean cancel(K item) {
        lock.lock();
        try {
            return table.forget(item);
        } finally {
            lock.unlock();
        }
    }

    /** How many items are scheduled. */
    public int size() {
        lock.lock();
        try {
            return table.size();
        } finally {
            lock.unlock();
        }
    }

    /** How long it is until an item is due, negative when it is late; null if it is not scheduled. */
    public @Nullable Duration remaining(K item) {
        lock.lock();
        try {
            int row = table.find(item);
            return row < 0 ? null : Duration.ofNanos(table.due(row) - clock.nanos());
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all items; what is scheduled from now on is ignored. Calls of the action that have begun are not waited for. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            table = new TimerTable<>();
            alarm.cancel();
        } finally {
            lock.unlock();
        }
    }

    private void ring() {
        if (!isNeeded()) {
            return;
        }
        for (var item = next(); item != null; item = next()) {
            call(item);
        }
    }

    /** Whether nobody else hands out what is due, or whoever does has been held up. */
    private boolean isNeeded() {
        lock.lock();
        try {
            armed = NEVER;
            boolean progress = handedOut != handedOutThen;
            if (progress && table.earliest(NEVER) <= clock.nanos()) {
                arm(clock.nanos() + PATIENCE);
                return false;
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable K next() {
        lock.lock();
        try {
            long now = clock.nanos();
            var item = table.takeDue(now);
            if (item == null) {
                arm(table.earliest(NEVER));
                return null;
            }
            handedOut++;
            guard(now);
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Has the alarm ring for what comes next, in case that the action does not return in time to hand it out. */
    private void guard(long now) {
        long earliest = table.earliest(NEVER);
        if (earliest > now) {
            arm(earliest);
        } else if (armed <= now || armed > now + PATIENCE) {
            arm(now + PATIENCE);
        }
    }

    private void call(K item) {
        try {
            action.accept(item);
        } catch (Throwable e) { // also an Error: the other items still have to be served
            LOG.log(Level.ERROR, "The action of a timer failed for " + item, e);
        }
    }

    private void arm(long due) {
        handedOutThen = handedOut;
        if (due == armed) {
            return;
        }
        armed = due;
        if (due == NEVER) {
            alarm.cancel();
        } else {
            alarm.at(due);
        }
    }
}
