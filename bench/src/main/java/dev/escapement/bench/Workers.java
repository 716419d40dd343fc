package dev.escapement.bench;

import java.util.function.Consumer;

import dev.escapement.client.ObjectKey;

/** Virtual threads, as those of the runtime, that take keys, do something with each, and give them back. */
final class Workers {
    private Workers() {}

    /** Starts some; they end when the queue is shut down. */
    static void start(Subject queue, int count, Consumer<ObjectKey> each) {
        for (int i = 0; i < count; i++) {
            Thread.startVirtualThread(() -> work(queue, each));
        }
    }

    private static void work(Subject queue, Consumer<ObjectKey> each) {
        try {
            for (ObjectKey key; (key = queue.take()) != null; ) {
                each.accept(key);
                queue.done(key);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // nobody interrupts a worker
        }
    }

    /** Sleeps on a thread that nobody interrupts. */
    static void sleep(long nanos) {
        try {
            if (nanos > 0) {
                Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
