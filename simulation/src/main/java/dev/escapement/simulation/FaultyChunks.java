package dev.escapement.simulation;

import java.io.IOException;

import dev.escapement.apiserver.Chunks;
import org.jspecify.annotations.Nullable;

/** A body whose connection may break. */
interface FaultyChunks extends Chunks {
    /** Why no chunk will come any more; null when it ended in good order, or has not ended. */
    @Nullable
    IOException failure();
}
