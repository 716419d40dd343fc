package dev.escapement.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The one {@link WorkQueue}: an {@link Agenda} under one lock, which is held for some tens of nanoseconds at a time. Nothing
 * can block meanwhile: the clock is read, and what authors wrote is called, outside.
 */
final class KeyedQueue<K> implements WorkQueue<K> {
    private static final long NEVER = Agenda.NEVER;
    /** How many due keys are moved before others get a chance to take the lock. */
    private static final int BATCH = 64;

    private final Clock clock;
    private final RateLimiter<? super K> limiter;
    private final @Nullable Function<? super K, ?> flow;
    private final ShortLock lock = new ShortLock();
    private final ArrayDeque<Waiter<K>> waiters = new ArrayDeque<>();
    private final Condition emptied = lock.newCondition();
    private final Agenda<K> agenda;
    private final Clock.Timer alarm;
    /** When the alarm rings. */
    private long armed = NEVER;

    private boolean closed;
    private boolean draining;

    KeyedQueue(QueueBuilder<K> builder) {
        this.clock = builder.clock;
        this.limiter = builder.limiter;
        this.flow = builder.flow;
        this.agenda = new Agenda<>(builder);
        this.alarm = clock.timer(this::ring);
    }

    @Override
    public void add(K key, Priority priority, @Nullable Object why) {
        var flowName = flowOf(key);
        long now = clock.nanos();
        Thread served = null;
        lock.lock();
        try {
            if (isOpen()) {
                agenda.add(key, flowName, priority, why, now);
                served = serve(now);
            }
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(served);
    }

    @Override
    public void addAfter(K key, Duration delay) {
        schedule(key, delay, false, 0);
    }

    @Override
    public void addWithin(K key, Duration delay) {
        schedule(key, delay, true, 0);
    }

    @Override
    public int retry(K key) {
        int failures = (int) Math.min(Integer.MAX_VALUE, 1L + locked(() -> agenda.failures(key)));
        schedule(key, limiter.delay(key, failures), false, failures);
        return failures;
    }

    @Override
    public void forget(K key) {
        locked(() -> agenda.forget(key));
    }

    @Override
    public boolean cancel(K key) {
        return locked(() -> agenda.cancel(key));
    }

    @Override
    public @Nullable K take() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long now = clock.nanos();
        Waiter<K> waiter;
        lock.lock();
        try {
            if (agenda.depth() > 0) {
                return agenda.next(now);
            }
            if (closed) {
                return null;
            }
            waiter = new Waiter<>();
            waiters.push(waiter); // the one that came last is the one whose caches are warm
        } finally {
            lock.unlock();
        }
        return await(waiter);
    }

    @Override
    public int takeUpTo(Collection<? super K> keys, int max) throws InterruptedException {
        if (max < 1) {
            throw new IllegalArgumentException("max must be at least 1, but is " + max);
        }
        var first = take();
        if (first == null) {
            return 0;
        }
        keys.add(first);
        long now = clock.nanos();
        lock.lock();
        try {
            int more = Math.min(max - 1, agenda.depth());
            for (int i = 0; i < more; i++) {
                keys.add(agenda.next(now));
            }
            return more + 1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void done(K key) {
        long now = clock.nanos();
        Thread served;
        lock.lock();
        try {
            agenda.done(key, now);
            served = serve(now);
            if (draining && agenda.isEmpty()) {
                close();
            }
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(served);
    }

    @Override
    public int depth() {
        return locked(agenda::depth);
    }

    @Override
    public int processing() {
        return locked(agenda::processing);
    }

    @Override
    public int scheduled() {
        return locked(agenda::scheduled);
    }

    @Override
    public QueueStats stats() {
        return locked(() -> agenda.stats(clock.nanos()));
    }

    @Override
    public List<Waiting<K>> waiting(int limit) {
        return locked(() -> agenda.snapshot(clock.nanos()).waiting(limit));
    }

    @Override
    public List<Working<K>> working() {
        return locked(() -> agenda.snapshot(clock.nanos()).working());
    }

    @Override
    public List<FlowStats> flows() {
        return locked(() -> agenda.fairness().stats());
    }

    @Override
    public void drain() throws InterruptedException {
        lock.lock(); // a thread that is interrupted already ends the intake all the same
        try {
            draining = true;
            agenda.dropSchedules();
            if (agenda.isEmpty()) {
                close();
            }
            while (!closed) {
                emptied.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void shutDown() {
        locked(this::close);
    }

    private boolean close() {
        closed = true;
        agenda.dropAll();
        alarm.cancel();
        waiters.forEach(waiter -> LockSupport.unpark(waiter.serve(null)));
        waiters.clear();
        emptied.signalAll();
        return true;
    }

    private boolean isOpen() {
        return !closed && !draining;
    }

    private @Nullable Object flowOf(K key) {
        return flow == null ? null : flow.apply(key);
    }

    private void schedule(K key, Duration delay, boolean earliest, int failures) {
        var flowName = flowOf(key);
        long now = clock.nanos();
        long due = Clock.after(now, delay);
        Thread served = null;
        lock.lock();
        try {
            if (isOpen()) {
                agenda.schedule(key, flowName, due, earliest, failures, now);
                served = serve(now);
                arm();
            }
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(served);
    }

    /** Moves what is due to those that wait; called by the clock. */
    private void ring() {
        boolean more = true;
        while (more) {
            more = locked(this::moveDue);
        }
    }

    private boolean moveDue() {
        long now = clock.nanos();
        armed = NEVER;
        for (int i = 0; i < BATCH; i++) {
            if (!agenda.moveDue(now)) {
                arm();
                return false;
            }
            LockSupport.unpark(serve(now));
        }
        return true;
    }

    private void arm() {
        long earliest = agenda.earliest();
        if (earliest < armed) {
            armed = earliest;
            alarm.at(earliest);
        }
    }

    /** Hands the next key to a worker that waits, who is returned to be woken; null if nobody waits or no key does. */
    private @Nullable Thread serve(long now) {
        if (waiters.isEmpty() || agenda.depth() == 0) {
            return null;
        }
        return waiters.pop().serve(agenda.next(now));
    }

    private @Nullable K await(Waiter<K> waiter) throws InterruptedException {
        // Interrupted too late, it has been served already, and what it was served must not be lost.
        if (!waiter.await() && locked(() -> waiters.remove(waiter))) {
            Thread.interrupted();
            throw new InterruptedException();
        }
        return waiter.key();
    }

    private <R> R locked(Supplier<R> section) {
        lock.lock();
        try {
            return section.get();
        } finally {
            lock.unlock();
        }
    }
}
