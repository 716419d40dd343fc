package dev.escapement.client;

/**
 * A place that the objects of one list or stream have in common, such as their spec, with the {@link Likeness likenesses} of two
 * values there: objects come in kinds, with a label or without it.
 *
 * <p>What is read in vain is bounded: a place has a budget of bytes, which grows with what is read and with what was saved. When
 * values are not alike, they are merely scanned until there is some again.
 */
final class LikenessPlace {
    /** No longer text is kept, in bytes. */
    static final int LONGEST = 16 * 1024;
    /** The most that the budget holds, and what it begins with, in bytes. */
    private static final int MOST = 4 * LONGEST;
    /** Which part of what is read may be read in vain. */
    private static final int SHARE = 32;

    private Likeness first = new Likeness();
    private Likeness second = new Likeness();
    private int budget = MOST;

    /** Passes over the object or array that begins at the cursor. */
    void skip(JsonCursor cursor) {
        int from = cursor.at;
        if (budget > 0 && passesAlike(cursor)) {
            earn((cursor.at - from) / 2);
            return;
        }
        cursor.skipValue();
        int size = cursor.at - from;
        if (budget > 0 && size <= LONGEST) {
            second.learn(cursor, from);
            swap();
            budget -= size;
        }
        earn(size / SHARE);
    }

    private boolean passesAlike(JsonCursor cursor) {
        int from = cursor.at;
        if (first.passes(cursor)) {
            return true;
        }
        budget -= cursor.at - from;
        cursor.at = from;
        if (second.passes(cursor)) {
            swap();
            return true;
        }
        budget -= cursor.at - from;
        cursor.at = from;
        return false;
    }

    private void swap() {
        var one = first;
        first = second;
        second = one;
    }

    private void earn(int bytes) {
        budget = Math.min(MOST, budget + bytes);
    }
}
