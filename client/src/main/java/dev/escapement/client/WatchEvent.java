package dev.escapement.client;

import org.jspecify.annotations.Nullable;

/**
 * One frame of a watch.
 *
 * @param type what happened
 * @param object the object after it (for {@code DELETED}: its last state; for {@code BOOKMARK}: only a resourceVersion)
 */
public record WatchEvent(Type type, RawObject object) {
    /** What a frame reports. */
    public enum Type {
        /** The object is new to the watch. */
        ADDED,
        /** The object was changed. */
        MODIFIED,
        /** The object is gone, or matches the selectors no longer. */
        DELETED,
        /** Nothing: the watch has come as far as this resourceVersion. */
        BOOKMARK
    }

    private static final Names MEMBERS = Names.of("type", "object");

    /** Whether this bookmark ends the initial events of a watch-list. */
    public boolean endsInitialEvents() {
        return type == Type.BOOKMARK
                && "true".equals(object.header().annotations().get("k8s.io/initial-events-end"));
    }

    /**
     * Reads the frame at the cursor.
     *
     * @throws ApiException if the frame is the server's report of an error, such as 410 Gone
     */
    static WatchEvent parse(JsonCursor cursor, Interner interner, Likenesses likenesses) {
        int from = cursor.at;
        String type = "";
        @Nullable RawObject object = null;
        if (cursor.enterObject()) {
            do {
                switch (cursor.name(MEMBERS)) {
                    case 0 -> type = cursor.string(interner);
                    case 1 -> object = new Skimmer(cursor, interner, likenesses).next();
                    default -> cursor.skipValue();
                }
            } while (cursor.nextMember());
        }
        if (object == null) {
            throw cursor.malformed("a watch frame with type and object", from);
        }
        if (type.equals("ERROR")) {
            throw ApiException.of("watch", 500, object.json(), null);
        }
        return new WatchEvent(type(type), object);
    }

    private static Type type(String type) {
        return switch (type) {
            case "ADDED" -> Type.ADDED;
            case "MODIFIED" -> Type.MODIFIED;
            case "DELETED" -> Type.DELETED;
            case "BOOKMARK" -> Type.BOOKMARK;
            default -> throw new MalformedJsonException("a type of watch frame instead of \"" + type + "\"", 0);
        };
    }
}
