package dev.escapement.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.fabric8.kubernetes.client.http.AsyncBody;

/** The body of an answer, delivered on the threads that send it. */
final class Body implements AsyncBody {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Consumer<List<ByteBuffer>> consumer = (_, _) -> {};
    private boolean begun;

    void consumer(Consumer<List<ByteBuffer>> value) {
        consumer = value;
    }

    /** Completed when whoever reads wants no more. */
    CompletableFuture<Void> cancelled() {
        return cancelled;
    }

    /** Whether somebody has begun to read it. */
    boolean isRead() {
        turn.lock();
        try {
            return begun;
        } finally {
            turn.unlock();
        }
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) {
        inTurn(() -> {
            try {
                if (!done.isDone()) {
                    consumer.consume(List.of(ByteBuffer.wrap(bytes)), this);
                }
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
    }

    void end() {
        inTurn(() -> done.complete(null));
    }

    void fail() {
        inTurn(() -> done.completeExceptionally(new IOException("connection reset")));
    }

    private void inTurn(Runnable step) {
        turn.lock();
        try {
            if (begun) {
                step.run();
            } else {
                waiting.add(step);
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void consume() {
        turn.lock();
        try {
            if (begun) {
                return;
            }
            begun = true;
            for (var step = waiting.poll(); step != null; step = waiting.poll()) {
                step.run();
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void cancel() {
        done.cancel(false);
        cancelled.complete(null);
    }
}
