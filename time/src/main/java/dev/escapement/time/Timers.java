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
 * order of the times, on threads of the clock's choice and never on the one that keeps the time. Calls follow one another; but
 * when one lasts longer than {@value #PATIENCE_MILLIS} ms, or so much is due that it takes longer, others go on beside it. So
 * an action that blocks holds up other items by that at most. What an action throws is logged and hurts no other item.
 *
 * <p>Safe for use by many threads. It holds about 54 bytes for each item that is scheduled (half as much again just after
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
    /** How many items are taken out at a time when many are due. */
    private static final int BATCH = 64;
    /** A batch is taken out in less time than so many pauses of the processor, but a thread is not parked and woken. */
    private static final int SPINS = 200;

    private static final System.Logger LOG = System.getLogger(Timers.class.getName());

    private final Clock clock;
    private final Consumer<? super K> action;
    private final ReentrantLock lock = new ReentrantLock();
    private final Arrivals<K> arrivals = new Arrivals<>();
    private TimerTable<K> table = new TimerTable<>();
    private final Clock.Timer alarm;
    /** When the alarm rings. */
    private long armed = NEVER;

    private final Callers<K> callers = new Callers<>();
    private volatile boolean closed;

    /** Timers that follow a clock and call an action. */
    @SuppressWarnings("this-escape") // the alarm is set only by calls that come later
    public Timers(Clock clock, Consumer<? super K> action) {
        this.clock = clock;
        this.action = action;
        this.alarm = clock.timer(this::ring);
    }

    /** Sets when an item is due, in place of an earlier time; a delay that is zero or negative means now. */
    public void schedule(K item, Duration delay) {
        long due = Nanos.after(clock.nanos(), delay);
        lock.lock();
        try {
            if (!closed) {
                callers.withdraw(item);
                arrivals.add(item, due, table);
                armWithin(due);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets when an item is due, unless that is earlier already.
     *
     * @return whether the item is due at this time now
     */
    public boolean scheduleWithin(K item, Duration delay) {
        long due = Nanos.after(clock.nanos(), delay);
        lock.lock();
        try {
            if (closed || callers.have(item)) {
                return false;
            }
            int row = table().obtain(item);
            if (table.isScheduled(row) && table.due(row) <= due) {
                return false;
            }
            table.schedule(row, due);
            armWithin(due);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void armWithin(long due) {
        if (due < armed) {
            arm(due);
        }
    }

    /** The table with all that has been scheduled. */
    private TimerTable<K> table() {
        arrivals.enter(table);
        return table;
    }

    /**
     * Forgets when an item is due. The action is not called with it then.
     *
     * @return false if it was not scheduled, or the action has been called with it already
     */
    public boolean cancel(K item) {
        lock.lock();
        try {
            return table().forget(item) || callers.withdraw(item);
        } finally {
            lock.unlock();
        }
    }

    /** How many items are scheduled. */
    public int size() {
        lock.lock();
        try {
            return table().size() + callers.size();
        } finally {
            lock.unlock();
        }
    }

    /** How long it is until an item is due, zero or negative when its turn has not come yet; null if it is not scheduled. */
    public @Nullable Duration remaining(K item) {
        lock.lock();
        try {
            int row = table().find(item);
            if (row >= 0) {
                return Duration.ofNanos(table.due(row) - clock.nanos());
            }
            return callers.have(item) ? Duration.ZERO : null;
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
            callers.clear();
            arrivals.enter(table);
            table = new TimerTable<>();
            alarm.cancel();
        } finally {
            lock.unlock();
        }
    }

    private void ring() {
        var caller = join();
        if (caller == null) {
            return;
        }
        for (var item = next(caller); item != null; item = next(caller)) {
            call(item);
        }
    }

    private @Nullable Caller<K> join() {
        lock.lock();
        try {
            armed = NEVER;
            var joined = callers.join();
            if (joined == null || !callers.haveNothing()) {
                guard(clock.nanos());
            }
            return joined;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable K next(Caller<K> caller) {
        var item = caller.next();
        return item != null ? item : refill(caller);
    }

    private @Nullable K refill(Caller<K> caller) {
        for (int i = 0; !lock.tryLock(); i++) {
            if (i == SPINS) {
                lock.lock();
                break;
            }
            Thread.onSpinWait();
        }
        try {
            long now = clock.nanos();
            var item = closed ? null : table().takeDue(now);
            if (item == null) {
                item = callers.steal();
            } else if (table.earliest(NEVER) <= now) {
                var taken = new Batch<K>(BATCH);
                table.takeDue(now, BATCH, taken);
                caller.take(taken);
            }
            if (item == null) {
                callers.leave(caller);
                arm(table.earliest(NEVER));
            } else {
                guard(now);
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Has the alarm ring for what comes next, in case that the action does not return in time to see to it. */
    private void guard(long now) {
        long earliest = table().earliest(NEVER);
        if (earliest > now && callers.haveNothing()) {
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
        callers.look();
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
