package dev.escapement.cache;

import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an object in a cache.
 *
 * @param type what happened
 * @param kind the kind of the object
 * @param before its header before; null if it was not there
 * @param after its header now; null if it is gone
 * @param version the resourceVersion that was reported; {@code after} may be newer, by a write of this operator
 * @param initial whether it was learnt from a list rather than while watching
 * @param writer who of this operator wrote the version, and so knows of it; null if it was somebody else
 */
public record Change(
        Type type,
        Kind kind,
        @Nullable Header before,
        @Nullable Header after,
        String version,
        boolean initial,
        @Nullable Object writer) {
    /** What happened. */
    public enum Type {
        /** It is new here. */
        ADDED,
        /** It is another version than before. */
        CHANGED,
        /** It is gone, or no longer selected. */
        DELETED
    }

    /** The header that there is: the new one, or the last one of an object that is gone. */
    public Header header() {
        var header = after == null ? before : after;
        if (header == null) {
            throw new IllegalStateException("a change of nothing");
        }
        return header;
    }

    /** Which object it happened to. */
    public ObjectKey key() {
        return header().key();
    }
}
