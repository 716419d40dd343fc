package dev.escapement.apiserver;

import org.jspecify.annotations.Nullable;

/**
 * One committed write.
 *
 * @param object the state after it; of a deletion the last state, at the deletion's revision
 * @param before the state before it, null for a creation
 */
record Change(
        long revision,
        boolean deletion,
        Stored object,
        @Nullable Stored before) {}
