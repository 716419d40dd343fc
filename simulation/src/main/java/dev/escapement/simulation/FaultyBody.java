package dev.escapement.simulation;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

import dev.escapement.apiserver.Response;
import org.jspecify.annotations.Nullable;

/** A body that is there, and whose connection may break at its end. One thread at a time reads it. */
final class FaultyBody implements FaultyChunks {
    private final Queue<byte[]> parts;
    private final @Nullable IOException failure;
    private volatile boolean closed;

    private FaultyBody(List<byte[]> parts, @Nullable IOException failure) {
        this.parts = new ArrayDeque<>(parts);
        this.failure = failure;
    }

    /** All of a body. */
    static FaultyBody whole(byte[] body) {
        return new FaultyBody(List.of(body), null);
    }

    /**
     * An answer that breaks off.
     *
     * @param share how much of it comes: 0 to 1
     */
    static Response cut(Response.Whole whole, double share) {
        var body = whole.body();
        int length = (int) Math.min(Math.max(0, body.length - 1), body.length * share);
        return new Response.Streaming(
                whole.status(),
                whole.headers(),
                new FaultyBody(
                        List.of(Arrays.copyOf(body, length)),
                        new IOException("connection reset after " + length + " of " + body.length + " bytes")));
    }

    @Override
    public byte @Nullable [] poll() {
        return closed ? null : parts.poll();
    }

    @Override
    public boolean ended() {
        return closed || parts.isEmpty();
    }

    @Override
    public @Nullable IOException failure() {
        return ended() ? failure : null;
    }

    @Override
    public void onReady(Runnable listener) {
        // all of it is there
    }

    @Override
    public void close() {
        closed = true;
    }
}
