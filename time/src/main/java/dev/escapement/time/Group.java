package dev.escapement.time;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Tasks that run at the same time, each on a virtual thread of its own, and end together: the first that fails stops the
 * others, and no thread is left when the group is closed.
 *
 * <pre>{@code
 * try (var group = Group.<IOException>under(stop)) {
 *     for (var host : hosts) {
 *         group.start(limited -> ping(host, limited));
 *     }
 *     group.await();
 * }
 * }</pre>
 *
 * <p>The group's stop is a child of the one it is made under. When it is requested, whoever does that, the tasks are
 * interrupted too. Safe for use by many threads; a task may start others.
 *
 * @param <X> the checked exception that tasks throw; it may be RuntimeException, for none
 */
public final class Group<X extends Exception> implements AutoCloseable {
    private final Stop stop;
    private final @Nullable Semaphore places;

    private final ReentrantLock lock = new ReentrantLock();
    private final java.util.concurrent.locks.Condition ended = lock.newCondition();
    /** The tasks that have been started and have not ended. Guarded by the lock, as is all below. */
    private final Set<Thread> running = new LinkedHashSet<>();

    private @Nullable Throwable failure;
    /** Whether a task did not do all it wanted, because of the stop. */
    private boolean cutShort;

    private boolean told;
    private boolean closed;

    private Group(Stop parent, @Nullable Semaphore places) {
        this.stop = parent.child();
        this.places = places;
        stop.onStop(this::interruptAll);
    }

    /** A group that stops when the given stop is requested, if not before. */
    public static <X extends Exception> Group<X> under(Stop parent) {
        return new Group<>(parent, null);
    }

    /**
     * A group of which only some tasks run at a time; the others wait for their turn, in the order in which they were started.
     *
     * @param limit how many run at a time; at least 1
     */
    public static <X extends Exception> Group<X> under(Stop parent, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
        }
        return new Group<>(parent, new Semaphore(limit, true));
    }

    /** The stop that is passed to the tasks; request it to end the group early. */
    public Stop stop() {
        return stop;
    }

    /**
     * Starts a task, and does not wait for it. If the group is stopped already, the task does not run, and {@link #await()}
     * throws.
     *
     * @throws IllegalStateException if the group is closed
     */
    public void start(Work<? extends X> task) {
        var thread = Thread.ofVirtual().unstarted(() -> run(task));
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the group is closed: start tasks within its try block");
            }
            running.add(thread);
        } finally {
            lock.unlock();
        }
        thread.start();
    }

    private void run(Work<? extends X> task) {
        try {
            if (places == null) {
                runUnlessStopped(task);
                return;
            }
            places.acquire();
            try {
                runUnlessStopped(task);
            } finally {
                places.release();
            }
        } catch (Throwable thrown) {
            threw(thrown);
        } finally {
            lock.lock();
            try {
                running.remove(Thread.currentThread());
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void runUnlessStopped(Work<? extends X> task) throws X, InterruptedException {
        stop.throwIfRequested();
        task.run(stop);
    }

    @SuppressWarnings("ReferenceEquality") // nothing can be suppressed on itself
    private void threw(Throwable thrown) {
        var why = Reason.cancelled("a task of the group failed: " + thrown, thrown);
        boolean echo = isEchoOfStop(thrown);
        lock.lock();
        try {
            if (echo) {
                cutShort = true;
            } else if (failure == null) {
                failure = thrown;
            } else if (failure != thrown) {
                failure.addSuppressed(thrown);
            }
        } finally {
            lock.unlock();
        }
        if (!echo) {
            stop.request(why);
        }
    }

    /** Whether a task threw this only because it was asked to stop. */
    private boolean isEchoOfStop(Throwable thrown) {
        var reason = stop.reason();
        return reason.isPresent()
                && (thrown instanceof InterruptedException
                        || (thrown instanceof StoppedException stopped
                                && stopped.reason().equals(reason.get())));
    }

    private void interruptAll() {
        List<Thread> threads;
        lock.lock();
        try {
            threads = List.copyOf(running);
        } finally {
            lock.unlock();
        }
        threads.forEach(Thread::interrupt);
    }

    /**
     * Waits for all tasks, and throws what the first one to fail threw, with what others threw suppressed on it.
     *
     * @throws X if a task threw it; likewise unchecked exceptions and errors
     * @throws StoppedException if no task failed, but one was cut short by the stop
     * @throws InterruptedException if the calling thread is interrupted; the tasks go on until the group is closed
     * @throws IllegalStateException if a task of the group calls it, which would wait for itself
     */
    public void await() throws X, InterruptedException {
        Throwable thrown;
        boolean stopped;
        checkNotInside();
        lock.lockInterruptibly();
        try {
            while (!running.isEmpty()) {
                ended.await();
            }
            thrown = failure;
            stopped = cutShort;
            told = true;
        } finally {
            lock.unlock();
        }
        if (thrown != null) {
            throw this.<RuntimeException>rethrown(thrown);
        }
        if (stopped) {
            stop.throwIfRequested();
        }
    }

    /** What tasks throw is X or unchecked, which the compiler can't know; the cast is never checked. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <T extends Throwable> T rethrown(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /**
     * Stops the tasks that still run and waits until they have ended, also if the thread is interrupted meanwhile. A failure
     * that no {@link #await()} has thrown goes to the thread's handler of uncaught exceptions.
     *
     * @throws IllegalStateException if a task of the group calls it, which would wait for itself
     */
    @Override
    public void close() {
        checkNotInside();
        Throwable untold;
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        stop.close();
        lock.lock();
        try {
            while (!running.isEmpty()) {
                ended.awaitUninterruptibly();
            }
            untold = told ? null : failure;
            told = true;
        } finally {
            lock.unlock();
        }
        if (untold != null) {
            Uncaught.report(untold);
        }
    }

    private void checkNotInside() {
        lock.lock();
        try {
            if (running.contains(Thread.currentThread())) {
                throw new IllegalStateException("a task can't wait for its own group: await and close it outside");
            }
        } finally {
            lock.unlock();
        }
    }
}
