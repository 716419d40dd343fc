package dev.escapement.cache;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of an entry.
 *
 * @param next in its place; null if it goes
 * @param change what is told of it; null for nothing
 */
record Step(@Nullable Entry next, @Nullable Change change) {
    /** Nothing is told. */
    static Step silent(@Nullable Entry next) {
        return new Step(next, null);
    }

    static Step told(@Nullable Entry next, Change change) {
        return new Step(next, change);
    }

    /** Says what becomes of an entry; of null if there is none. */
    interface Decision {
        Step on(@Nullable Entry old);
    }
}
