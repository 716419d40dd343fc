package dev.escapement.client;

import java.util.Arrays;

/**
 * In which order similar objects have their members: where a name is the one that was there last time, it need only be compared.
 * Where it seldom is, that is given up. Used by one thread at a time.
 */
final class MemberOrder {
    private static final byte[] UNKNOWN = {};
    /** No longer names are kept, in bytes. */
    private static final int LONGEST = 64;
    /** How many names it may lack to begin with, times {@link #LACK}. */
    private static final int CREDIT = 1024;
    /** How many names that are as expected make up for one that is not. */
    private static final int LACK = 4;

    private final Names names;
    /** By place, the name with its quotes and the colon, and which of the names it is. */
    private final byte[][] texts;

    private final int[] found;
    private int credit = CREDIT;

    MemberOrder(Names names, int places) {
        this.names = names;
        this.texts = new byte[places][];
        this.found = new int[places];
        Arrays.fill(texts, UNKNOWN);
    }

    /** Reads a member's name and the colon after it, as {@link JsonCursor#name(Names)} does. */
    int name(JsonCursor cursor, int place) {
        if (place >= texts.length || credit <= 0) {
            return cursor.name(names);
        }
        var text = texts[place];
        int from = cursor.at;
        int to = from + text.length;
        if (text.length > 0 && to <= cursor.end && Arrays.equals(cursor.bytes, from, to, text, 0, text.length)) {
            cursor.at = to;
            credit = Math.min(CREDIT, credit + 1);
            return found[place];
        }
        int name = cursor.name(names);
        if (cursor.at - from <= LONGEST) {
            texts[place] = Arrays.copyOfRange(cursor.bytes, from, cursor.at);
            found[place] = name;
        }
        credit -= LACK;
        return name;
    }
}
