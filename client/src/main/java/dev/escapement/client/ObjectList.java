package dev.escapement.client;

import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list.
 *
 * @param resourceVersion the state of the collection that the list shows
 * @param next the token of the next page; empty on the last one
 * @param items the objects
 */
public record ObjectList(String resourceVersion, String next, List<RawObject> items) {
    private static final Names MEMBERS = Names.of("metadata", "items");
    private static final Names METADATA = Names.of("resourceVersion", "continue");

    /** Reads a list document. */
    static ObjectList parse(byte[] document, Interner interner) {
        var cursor = new JsonCursor(document, 0, document.length);
        var position = new String[] {"", ""};
        var items = new ArrayList<RawObject>();
        if (cursor.enterObject()) {
            do {
                switch (cursor.name(MEMBERS)) {
                    case 0 -> position(cursor, position);
                    case 1 -> items(cursor, interner, items);
                    default -> cursor.skipValue();
                }
            } while (cursor.nextMember());
        }
        cursor.expectEnd();
        return new ObjectList(position[0], position[1], items);
    }

    private static void position(JsonCursor cursor, String[] position) {
        if (cursor.skipNull() || !cursor.enterObject()) {
            return;
        }
        do {
            int member = cursor.name(METADATA);
            if (member == Names.NONE) {
                cursor.skipValue();
            } else {
                position[member] = cursor.string();
            }
        } while (cursor.nextMember());
    }

    private static void items(JsonCursor cursor, Interner interner, List<RawObject> items) {
        if (cursor.skipNull() || !cursor.enterArray()) {
            return;
        }
        var skimmer = new Skimmer(cursor, interner, new Likenesses());
        do {
            items.add(skimmer.next());
        } while (cursor.nextElement());
    }
}
