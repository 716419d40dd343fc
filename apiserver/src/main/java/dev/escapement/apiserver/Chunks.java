package dev.escapement.apiserver;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The body of a watch: one chunk an event, taken by whoever reads it at its own pace. A reader that is too slow loses its place
 * and is told so with an ERROR event, as the real server does. One thread at a time may read; {@link #close} is for any.
 */
public interface Chunks extends AutoCloseable {
    /** The next chunk, or null when there is none now. */
    byte @Nullable [] poll();

    /** Whether no chunk will come any more. */
    boolean ended();

    /** Has a listener called, from any thread, whenever there may be something to poll; it must be quick. Replaces the last one. */
    void onReady(Runnable listener);

    /** Ends the watch. */
    @Override
    void close();

    /** Pushes what is there, and everything that comes, to a consumer; later chunks on the threads that cause them. */
    default void deliver(Consumer<byte[]> consumer) {
        // Whoever finds another thread at it leaves it the work: a consumer may itself write, and must not wait for
        // others.
        AtomicInteger calls = new AtomicInteger();
        Runnable drain = () -> {
            if (calls.getAndIncrement() > 0) {
                return;
            }
            int seen = 1;
            do {
                for (byte[] chunk = poll(); chunk != null; chunk = poll()) {
                    consumer.accept(chunk);
                }
                seen = calls.addAndGet(-seen);
            } while (seen > 0);
        };
        onReady(drain);
        drain.run();
    }
}
