package dev.escapement.bench;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import dev.escapement.client.ObjectKey;
import dev.escapement.queue.WorkQueue;
import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/** A queue that is measured. */
interface Subject {
    /** The age limit of LOW keys in {@link #aged}. */
    Duration AGE_LIMIT = Duration.ofSeconds(1);

    void add(ObjectKey key, Priority priority);

    default void add(ObjectKey key) {
        add(key, Priority.NORMAL);
    }

    void addAfter(ObjectKey key, Duration delay);

    @Nullable
    ObjectKey take() throws InterruptedException;

    void done(ObjectKey key);

    void shutDown();

    /** Escapement's queue as it comes. */
    static Subject plain() {
        return new Ours(WorkQueue.<ObjectKey>builder(Clock.system()).build());
    }

    /** Escapement's queue, fair among namespaces. */
    static Subject fair() {
        return new Ours(WorkQueue.<ObjectKey>builder(Clock.system())
                .fairBy(ObjectKey::namespace)
                .build());
    }

    /** Escapement's queue, with a limit to how long LOW keys wait. */
    static Subject aged() {
        return new Ours(WorkQueue.<ObjectKey>builder(Clock.system())
                .ageLimit(Priority.LOW, AGE_LIMIT)
                .build());
    }

    /** The JDK's queue, which neither knows keys that it has already nor keeps two workers from the same one. */
    static Subject linked() {
        return new Linked(new LinkedBlockingQueue<>());
    }

    /** Escapement's queue. */
    record Ours(WorkQueue<ObjectKey> queue) implements Subject {
        @Override
        public void add(ObjectKey key, Priority priority) {
            queue.add(key, priority);
        }

        @Override
        public void addAfter(ObjectKey key, Duration delay) {
            queue.addAfter(key, delay);
        }

        @Override
        public @Nullable ObjectKey take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public void done(ObjectKey key) {
            queue.done(key);
        }

        @Override
        public void shutDown() {
            queue.shutDown();
        }
    }

    /** The JDK's queue, as far as it goes. */
    record Linked(BlockingQueue<ObjectKey> queue) implements Subject {
        @Override
        public void add(ObjectKey key, Priority priority) {
            queue.add(key);
        }

        @Override
        public void addAfter(ObjectKey key, Duration delay) {
            throw new UnsupportedOperationException("LinkedBlockingQueue has no delays");
        }

        @Override
        public ObjectKey take() throws InterruptedException {
            return queue.take();
        }

        @Override
        public void done(ObjectKey key) {}

        @Override
        public void shutDown() {
            queue.clear();
        }
    }
}
