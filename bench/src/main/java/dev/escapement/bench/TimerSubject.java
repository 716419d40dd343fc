package dev.escapement.bench;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import dev.escapement.time.Timers;

/** Timers that are measured; each calls an action with the keys that are due. */
interface TimerSubject extends AutoCloseable {
    /** Makes one whose action is the given one. */
    interface Maker {
        TimerSubject make(Consumer<ObjectKey> action);
    }

    void schedule(ObjectKey key, Duration delay);

    /** Whether a key that has a schedule can be given another. */
    default boolean reschedules() {
        return true;
    }

    /** Whether a key's schedule can be cancelled by the key. */
    default boolean cancels() {
        return true;
    }

    void cancel(ObjectKey key);

    @Override
    void close();

    /** Escapement's timers. */
    record Ours(Timers<ObjectKey> timers) implements TimerSubject {
        Ours(Consumer<ObjectKey> action) {
            this(new Timers<>(Clock.system(), action));
        }

        @Override
        public void schedule(ObjectKey key, Duration delay) {
            timers.schedule(key, delay);
        }

        @Override
        public void cancel(ObjectKey key) {
            timers.cancel(key);
        }

        @Override
        public void close() {
            timers.close();
        }
    }

    /** Escapement's queue: keys that are added with a delay are taken by four workers. */
    record Queue(Subject queue) implements TimerSubject {
        Queue(Consumer<ObjectKey> action) {
            this(Subject.plain());
            Workers.start(queue, 4, action);
        }

        @Override
        public void schedule(ObjectKey key, Duration delay) {
            queue.addAfter(key, delay);
        }

        @Override
        public boolean cancels() {
            return false; // it does, but a delay that the work itself replaces is the case that counts
        }

        @Override
        public void cancel(ObjectKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            queue.shutDown();
        }
    }

    /** The JDK's executor; what it lacks to find a schedule by its key is an array here, which costs it next to nothing. */
    final class Executor implements TimerSubject {
        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        private final Future<?>[] futures = new Future<?>[TimerCost.MILLION];
        private final Consumer<ObjectKey> action;

        Executor(Consumer<ObjectKey> action) {
            this.action = action;
            executor.setRemoveOnCancelPolicy(true);
        }

        @Override
        public void schedule(ObjectKey key, Duration delay) {
            cancel(key);
            futures[Keys.number(key)] =
                    executor.schedule(() -> action.accept(key), delay.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void cancel(ObjectKey key) {
            var future = futures[Keys.number(key)];
            if (future != null) {
                future.cancel(false);
            }
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** The JDK's queue of delays and a thread; to take an entry out of it again is a search through all. */
    final class Delays implements TimerSubject {
        private final DelayQueue<Entry> queue = new DelayQueue<>();
        private final Thread thread;

        Delays(Consumer<ObjectKey> action) {
            thread = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        action.accept(queue.take().key);
                    }
                } catch (InterruptedException e) {
                    return; // closed
                }
            });
        }

        private record Entry(ObjectKey key, long due) implements Delayed {
            @Override
            public long getDelay(TimeUnit unit) {
                return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
            }

            @Override
            public int compareTo(Delayed other) {
                return Long.compare(due - ((Entry) other).due, 0);
            }
        }

        @Override
        public void schedule(ObjectKey key, Duration delay) {
            queue.add(new Entry(key, System.nanoTime() + delay.toNanos()));
        }

        @Override
        public boolean reschedules() {
            return false;
        }

        @Override
        public boolean cancels() {
            return false;
        }

        @Override
        public void cancel(ObjectKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            thread.interrupt();
            queue.clear();
        }
    }
}
