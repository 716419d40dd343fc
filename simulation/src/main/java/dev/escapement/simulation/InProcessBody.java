package dev.escapement.simulation;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.apiserver.Chunks;
import dev.escapement.apiserver.Response;
import io.fabric8.kubernetes.client.http.AsyncBody;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, given to its consumer from the first request on; chunks of a watch follow on the threads that cause
 * them, one at a time.
 */
final class InProcessBody implements AsyncBody {
    private final Consumer<List<ByteBuffer>> consumer;
    private final List<byte[]> parts;
    private final @Nullable Chunks chunks;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger calls = new AtomicInteger();
    private boolean begun;

    private InProcessBody(Consumer<List<ByteBuffer>> consumer, List<byte[]> parts, @Nullable Chunks chunks) {
        this.consumer = consumer;
        this.parts = parts;
        this.chunks = chunks;
    }

    static InProcessBody of(Response response, Consumer<List<ByteBuffer>> consumer) {
        return switch (response) {
            case Response.Whole whole -> new InProcessBody(consumer, whole.parts(), null);
            case Response.Streaming streaming -> new InProcessBody(consumer, List.of(), streaming.chunks());
        };
    }

    /** Only the first call counts: a consumer that can't keep up is the server's concern, which drops it. */
    @Override
    public void consume() {
        if (begun) {
            return;
        }
        begun = true;
        if (chunks == null) {
            parts.forEach(this::give);
            done.complete(null);
            return;
        }
        chunks.onReady(this::drain);
        drain();
    }

    private void drain() {
        if (chunks == null || calls.getAndIncrement() > 0) {
            return; // whoever is at it sees that there is more
        }
        int seen = 1;
        do {
            for (byte[] chunk = chunks.poll(); chunk != null && !done.isDone(); chunk = chunks.poll()) {
                give(chunk);
            }
            if (chunks.ended()) {
                over(chunks);
            }
            seen = calls.addAndGet(-seen);
        } while (seen > 0);
    }

    private void over(Chunks ended) {
        var failure = ended instanceof FaultyChunks faulty ? faulty.failure() : null;
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }

    private void give(byte[] chunk) {
        try {
            consumer.consume(List.of(ByteBuffer.wrap(chunk)), this);
        } catch (Exception e) {
            done.completeExceptionally(e);
            cancel();
        }
    }

    @Override
    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void cancel() {
        if (chunks != null) {
            chunks.close();
        }
        done.cancel(false);
    }
}
