package dev.escapement.simulation;

import java.io.IOException;

import dev.escapement.apiserver.Chunks;
import org.jspecify.annotations.Nullable;

/** A watch's chunks as they come over a network: later, and on threads of the host that reads them. */
final class RemoteChunks implements FaultyChunks {
    private final Chunks chunks;
    private final Network network;
    private final int outages;
    private boolean coming;

    RemoteChunks(Chunks chunks, Network network) {
        this.chunks = chunks;
        this.network = network;
        this.outages = network.server().outages();
        network.server().opened(chunks);
    }

    @Override
    public byte @Nullable [] poll() {
        var chunk = isBroken() ? null : chunks.poll();
        if (chunk != null) {
            network.traffic().reads(chunk);
        }
        return chunk;
    }

    @Override
    public boolean ended() {
        return isBroken() || chunks.ended();
    }

    @Override
    public @Nullable IOException failure() {
        return isBroken() ? new IOException("connection reset by the server, which goes away") : null;
    }

    private boolean isBroken() {
        return network.server().outages() != outages;
    }

    @Override
    public void onReady(Runnable listener) {
        chunks.onReady(() -> {
            if (!coming) {
                coming = true;
                var _ = network.client().clock().schedule(network.latency(), () -> {
                    coming = false;
                    listener.run();
                });
            }
        });
    }

    /** The server hears of it by and by. */
    @Override
    public void close() {
        network.server().closed(chunks);
    }
}
