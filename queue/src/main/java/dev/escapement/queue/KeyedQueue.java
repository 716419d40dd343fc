package dev.escapement.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WorkQueue} with two priorities and a schedule per key.
 *
 * <p>All state of a key is one {@link Item}; a key that is idle has none, so the queue's memory is bounded by the keys that
 * are waiting, scheduled or being worked on. One lock guards short sections; nothing is done under it that can block.
 *
 * @param <K> the type of the keys
 */
public final class KeyedQueue<K> implements WorkQueue<K> {
    /** Each so many turns the oldest LOW key goes first, so that a stream of changes cannot starve it. */
    private static final int LOW_TURN = 8;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Map<K, Item<K>> items = new HashMap<>();
    private final ArrayDeque<Item<K>> normal = new ArrayDeque<>();
    private final ArrayDeque<Item<K>> low = new ArrayDeque<>();
    private int depth;
    private int processing;
    private int scheduled;
    private int turn;
    private boolean closed;

    /** An empty queue whose schedules follow the given clock. */
    public KeyedQueue(Clock clock) {
        this.clock = clock;
    }

    private static final class Item<K> {
        final K key;
        Priority priority = Priority.LOW;
        /** It needs work: it waits in a queue or, if a worker has it, will do so when that is done. */
        boolean dirty;

        boolean processing;
        Clock.@Nullable Timer timer;
        /** Counts the schedules, so that a timer that could not be cancelled in time knows that it is not the last. */
        long schedule;

        Item(K key) {
            this.key = key;
        }
    }

    @Override
    public void add(K key, Priority priority) {
        lock.lock();
        try {
            if (!closed) {
                wanted(items.computeIfAbsent(key, Item::new), priority);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void addAfter(K key, Duration delay) {
        if (!delay.isPositive()) {
            add(key);
            return;
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            var item = items.computeIfAbsent(key, Item::new);
            if (!item.dirty) {
                unschedule(item);
                long schedule = ++item.schedule;
                item.timer = clock.schedule(delay, () -> due(item, schedule));
                scheduled++;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel(K key) {
        lock.lock();
        try {
            var item = items.get(key);
            if (item != null) {
                unschedule(item);
                dropIfIdle(item);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable K take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (depth == 0 && !closed) {
                filled.await();
            }
            if (closed) {
                return null;
            }
            var item = next();
            depth--;
            item.dirty = false;
            item.processing = true;
            item.priority = Priority.LOW;
            processing++;
            return item.key;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void done(K key) {
        lock.lock();
        try {
            var item = items.get(key);
            if (item == null || !item.processing) {
                throw new IllegalStateException("done(" + key + "), which no worker has taken");
            }
            item.processing = false;
            processing--;
            if (item.dirty && !closed) {
                enqueue(item);
            } else {
                dropIfIdle(item);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int depth() {
        return locked(() -> depth);
    }

    @Override
    public int processing() {
        return locked(() -> processing);
    }

    @Override
    public int scheduled() {
        return locked(() -> scheduled);
    }

    @Override
    public void shutDown() {
        lock.lock();
        try {
            closed = true;
            items.values().forEach(this::unschedule);
            items.values().removeIf(item -> !item.processing);
            normal.clear();
            low.clear();
            depth = 0;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void due(Item<K> item, long schedule) {
        lock.lock();
        try {
            if (item.timer != null && item.schedule == schedule && !closed) {
                wanted(item, Priority.NORMAL);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wanted(Item<K> item, Priority priority) {
        unschedule(item);
        boolean raised = priority.compareTo(item.priority) < 0;
        if (item.dirty && !raised) {
            return;
        }
        if (raised) {
            item.priority = priority;
        }
        if (item.dirty) {
            if (!item.processing) {
                normal.add(item); // its place among the LOW ones is passed over when its turn comes
            }
            return;
        }
        item.dirty = true;
        if (!item.processing) {
            enqueue(item);
        }
    }

    private void enqueue(Item<K> item) {
        (item.priority == Priority.NORMAL ? normal : low).add(item);
        depth++;
        filled.signal();
    }

    private Item<K> next() {
        dropStale();
        boolean lowTurn = ++turn % LOW_TURN == 0;
        var first = lowTurn && !low.isEmpty() ? low : normal.isEmpty() ? low : normal;
        return first.remove();
    }

    /** Raising a priority leaves the item's old place behind, which is recognised by its priority or state. */
    private void dropStale() {
        for (var stale = low.peek(); stale != null && !isWaiting(stale, Priority.LOW); stale = low.peek()) {
            low.remove();
        }
    }

    private boolean isWaiting(Item<K> item, Priority priority) {
        return item.dirty && !item.processing && item.priority == priority;
    }

    private void unschedule(Item<K> item) {
        if (item.timer != null) {
            item.timer.cancel();
            item.timer = null;
            scheduled--;
        }
    }

    private void dropIfIdle(Item<K> item) {
        if (!item.dirty && !item.processing && item.timer == null) {
            items.remove(item.key, item);
        }
    }

    private int locked(IntSupplier value) {
        lock.lock();
        try {
            return value.getAsInt();
        } finally {
            lock.unlock();
        }
    }
}
