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
    /** Reads a list document. */
    static ObjectList parse(byte[] document) {
        var cursor = new JsonCursor(document, 0, document.length);
        String resourceVersion = "";
        String next = "";
        var items = new ArrayList<RawObject>();
        if (cursor.enterObject()) {
            do {
                switch (cursor.name()) {
                    case "metadata" -> {
                        if (cursor.skipNull() || !cursor.enterObject()) {
                            continue;
                        }
                        do {
                            switch (cursor.name()) {
                                case "resourceVersion" -> resourceVersion = cursor.string();
                                case "continue" -> next = cursor.string();
                                default -> cursor.skipValue();
                            }
                        } while (cursor.nextMember());
                    }
                    case "items" -> {
                        if (cursor.skipNull() || !cursor.enterArray()) {
                            continue;
                        }
                        do {
                            items.add(Skimmer.skim(cursor));
                        } while (cursor.nextElement());
                    }
                    default -> cursor.skipValue();
                }
            } while (cursor.nextMember());
        }
        cursor.expectEnd();
        return new ObjectList(resourceVersion, next, items);
    }
}
