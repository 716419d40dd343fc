package dev.escapement.apiserver;

import java.time.Duration;

/** Where an {@link ApiServer} does what it does by itself: garbage collection, namespaces, rollouts, bookmarks. */
public interface Background extends AutoCloseable {
    /** Runs a task soon, after those given before, one at a time. */
    void run(Runnable task);

    /** Runs a task after a delay. */
    Task after(Duration delay, Runnable task);

    /** Drops what has not run. */
    @Override
    void close();

    /** A task that waits for its time. */
    interface Task {
        /** Drops the task, unless it has begun. */
        void cancel();
    }

    /** One daemon thread. */
    static Background thread() {
        return new BackgroundThread();
    }
}
