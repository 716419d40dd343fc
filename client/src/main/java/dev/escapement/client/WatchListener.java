package dev.escapement.client;

import org.jspecify.annotations.Nullable;

/** Who is told of a watch's frames. Calls come one at a time; they must not block, as frames wait behind them. */
public interface WatchListener {
    /** The server has accepted the watch. */
    default void opened() {}

    /** A frame has come. */
    void event(WatchEvent event);

    /** The watch has ended: by itself (null), or by a failure. Nothing comes after this. */
    void ended(@Nullable RuntimeException failure);
}
