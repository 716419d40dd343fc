package dev.escapement.apiserver;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Background work on one daemon thread. */
final class BackgroundThread implements Background {
    private static final System.Logger LOG = System.getLogger(BackgroundThread.class.getName());

    private final ScheduledThreadPoolExecutor executor;

    BackgroundThread() {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("apiserver-background").factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((task, stopped) -> {
            // Closed: there is nothing left to do the work for.
        });
    }

    @Override
    public void run(Runnable task) {
        executor.execute(guarded(task));
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        Future<?> future = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "The API server's background work failed", e);
            }
        };
    }
}
