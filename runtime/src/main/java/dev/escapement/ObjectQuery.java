package dev.escapement;

import org.jspecify.annotations.Nullable;

/**
 * Which objects are looked for, and which part of what is found is given.
 *
 * @param controller of one controller; of all if it is empty
 * @param namespace in one namespace; in all if it is empty
 * @param text what the namespace, a slash and the name contain, in any case of letters; anything if it is empty
 * @param state how they stand; null for all
 * @param offset how many to leave out, from 0
 * @param limit how many to give at most, from 1
 */
public record ObjectQuery(
        String controller, String namespace, String text, ObjectView.@Nullable State state, int offset, int limit) {
    /** Checks the ranges. */
    public ObjectQuery {
        if (offset < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "a page begins at 0 or later and has 1 object or more, not " + offset + " and " + limit);
        }
    }
}
