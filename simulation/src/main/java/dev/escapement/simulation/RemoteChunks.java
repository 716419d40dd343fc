package dev.escapement.simulation;

import java.time.Duration;
import java.util.function.Supplier;

import dev.escapement.apiserver.Chunks;
import org.jspecify.annotations.Nullable;

/** A watch's chunks as they come over a network: later, and on threads of the host that reads them. */
final class RemoteChunks implements Chunks {
    private final Chunks chunks;
    private final Host reader;
    private final Host server;
    private final Supplier<Duration> latency;
    private final Traffic traffic;
    private boolean coming;

    RemoteChunks(Chunks chunks, Host reader, Host server, Supplier<Duration> latency, Traffic traffic) {
        this.chunks = chunks;
        this.reader = reader;
        this.server = server;
        this.latency = latency;
        this.traffic = traffic;
    }

    @Override
    public byte @Nullable [] poll() {
        var chunk = chunks.poll();
        if (chunk != null) {
            traffic.reads(chunk);
        }
        return chunk;
    }

    @Override
    public boolean ended() {
        return chunks.ended();
    }

    @Override
    public void onReady(Runnable listener) {
        chunks.onReady(() -> {
            if (!coming) {
                coming = true;
                var _ = reader.clock().schedule(latency.get(), () -> {
                    coming = false;
                    listener.run();
                });
            }
        });
    }

    /** The server hears of it by and by. */
    @Override
    public void close() {
        server.start(chunks::close);
    }
}
