package dev.escapement.client;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Remembers strings that are read again and again, such as namespaces, so that they are kept once.
 *
 * <p>A table with one place for each hash code: what comes later takes the place. Threads may use it together without a lock:
 * strings are immutable, and one that another thread overwrites is only made anew.
 */
final class Interner {
    private static final int PLACES = 1 << 10;

    private final @Nullable String[] known = new @Nullable String[PLACES];

    String intern(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int place = (hash ^ hash >>> 15) & (PLACES - 1);
        var candidate = known[place];
        if (candidate != null && isSame(candidate, bytes, from, to)) {
            return candidate;
        }
        var string = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        known[place] = string;
        return string;
    }

    /** True only of ASCII, for which a character is a byte. */
    private static boolean isSame(String string, byte[] bytes, int from, int to) {
        if (string.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (string.charAt(i - from) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
