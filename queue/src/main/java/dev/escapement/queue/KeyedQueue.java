package dev.escapement.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The one {@link WorkQueue}: an {@link Agenda} under one lock, which is held for some tens of nanoseconds at a time; for
 * some microseconds when many added meanwhile. Nothing can block: the clock is read, and what authors wrote is called, outside.
 */
final class KeyedQueue<K> implements WorkQueue<K> {
    /** How many due keys are moved before others get a chance to take the lock. */
    private static final int BATCH = 64;
    /** How often a worker that finds nothing gives way, before it waits: then whoever adds has to wake it, which takes longer. */
    private static final int LOOKS = 8;

    private final Clock clock;
    private final RateLimiter<? super K> limiter;
    private final @Nullable Function<? super K, ?> flow;
    private final Agenda<K> agenda;
    final AgendaLock<K> lock;

    private final Condition emptied;
    private final Waiters<K> waiters = new Waiters<>();
    private final Clock.Timer alarm;
    /** When the alarm rings. */
    private long armed = Agenda.NEVER;

    private boolean closed;
    private boolean draining;

    KeyedQueue(QueueBuilder<K> builder) {
        this.clock = builder.clock;
        this.limiter = builder.limiter;
        this.flow = builder.flow;
        this.agenda = new Agenda<>(builder);
        this.lock = new AgendaLock<>(agenda);
        this.emptied = lock.newCondition();
        this.alarm = clock.timer(this::ring);
    }

    @Override
    public void add(K key, Priority priority, @Nullable Object why) {
        var flowName = flowOf(key);
        long now = clock.nanos();
        if (!lock.tryLock()) {
            if (!waiters.areAny() && lock.writeDown(key, flowName, priority, why, now)) {
                if (waiters.areAny()) { // it may have looked before this was written
                    LockSupport.unpark(lock.locked(() -> waiters.serve(agenda, now)));
                }
                return;
            }
            lock.lock();
        }
        Thread served = null;
        try {
            if (isOpen()) {
                agenda.add(key, flowName, priority, why, now);
                served = waiters.serve(agenda, now);
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
        int failures = (int) Math.min(Integer.MAX_VALUE, 1L + lock.locked(() -> agenda.failures(key)));
        schedule(key, limiter.delay(key, failures), false, failures);
        return failures;
    }

    @Override
    public void forget(K key) {
        lock.locked(() -> agenda.forget(key));
    }

    @Override
    public boolean cancel(K key) {
        return lock.locked(() -> agenda.cancel(key));
    }

    @Override
    public @Nullable K take() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        for (int i = 0; i < LOOKS && agenda.depth() == 0 && lock.arrivals.isEmpty(); i++) {
            ShortLock.giveWay();
        }
        long now = clock.nanos();
        Waiter<K> waiter;
        lock.lock(now);
        try {
            if (agenda.depth() > 0) {
                return agenda.next(now, Thread.currentThread());
            }
            if (closed) {
                return null;
            }
            waiter = waiters.add();
            lock.enter(); // what was written before one could see that somebody waits
            if (agenda.depth() > 0) {
                waiters.remove(waiter);
                return agenda.next(now, Thread.currentThread());
            }
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
                keys.add(agenda.next(now, Thread.currentThread()));
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
        lock.lock(now);
        try {
            agenda.done(key, now);
            served = waiters.serve(agenda, now);
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
        return lock.locked(agenda::depth);
    }

    @Override
    public int processing() {
        return lock.locked(agenda::processing);
    }

    @Override
    public int scheduled() {
        return lock.locked(agenda::scheduled);
    }

    @Override
    public QueueStats stats() {
        return lock.locked(() -> agenda.stats(clock.nanos()));
    }

    @Override
    public List<Waiting<K>> waiting(int limit) {
        return lock.locked(() -> agenda.snapshot(clock.nanos()).waiting(limit));
    }

    @Override
    public List<Working<K>> working() {
        return lock.locked(() -> agenda.snapshot(clock.nanos()).working());
    }

    @Override
    public List<FlowStats> flows() {
        return lock.locked(() -> agenda.fairness().stats());
    }

    @Override
    public void drain() throws InterruptedException {
        lock.closeArrivals();
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
        lock.locked(this::close);
    }

    private boolean close() {
        closed = true;
        lock.closeArrivals();
        lock.enter();
        agenda.dropAll();
        alarm.cancel();
        waiters.end();
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
        Thread served = null;
        lock.lock();
        try {
            if (isOpen()) {
                agenda.schedule(key, flowName, Clock.after(now, delay), earliest, failures, now);
                served = waiters.serve(agenda, now);
                arm();
            }
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(served);
    }

    /** Moves what is due to those that wait; called by the clock. */
    private void ring() {
        while (lock.locked(this::moveDue)) {
            Thread.onSpinWait(); // others may take the lock
        }
    }

    private boolean moveDue() {
        long now = clock.nanos();
        armed = Agenda.NEVER;
        for (int i = 0; i < BATCH; i++) {
            if (!agenda.moveDue(now)) {
                arm();
                return false;
            }
            LockSupport.unpark(waiters.serve(agenda, now));
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

    private @Nullable K await(Waiter<K> waiter) throws InterruptedException {
        // Interrupted too late, it has been served already, and what it was served must not be lost.
        if (!waiter.await() && lock.locked(() -> waiters.remove(waiter))) {
            Thread.interrupted();
            throw new InterruptedException();
        }
        return waiter.key();
    }
}
