package dev.escapement.simulation;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import dev.escapement.apiserver.Chunks;
import org.jspecify.annotations.Nullable;

/** Something before what else comes. One thread at a time reads it. */
final class FaultyPrefix implements Chunks {
    private final Queue<byte[]> first;
    private final Chunks rest;

    FaultyPrefix(List<byte[]> first, Chunks rest) {
        this.first = new ArrayDeque<>(first);
        this.rest = rest;
    }

    @Override
    public byte @Nullable [] poll() {
        var chunk = first.poll();
        return chunk == null ? rest.poll() : chunk;
    }

    @Override
    public boolean ended() {
        return first.isEmpty() && rest.ended();
    }

    @Override
    public void onReady(Runnable listener) {
        rest.onReady(listener);
    }

    @Override
    public void close() {
        rest.close();
    }
}
