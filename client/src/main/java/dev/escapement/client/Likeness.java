package dev.escapement.client;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What the value at one place of similar objects looks like: the text of one of them, which was found to be JSON, and where its
 * tokens are. The next value is compared with it, many bytes at a time, and only what differs is read.
 *
 * <p>Nothing is accepted that a scan would refuse. Equal text leads a scan from an equal state to an equal one; of a token that
 * differs, the whole is read; and if anything but one string or scalar stands in place of another, the value is scanned
 * from its beginning. So what the likeness is of changes how long it takes, and never the result or where an error is.
 */
final class Likeness {
    private byte[] text = new byte[256];
    private int length;
    /** Where strings, numbers and literals begin in the text, and where what is behind them does. */
    private final BitSet starts = new BitSet();

    private final BitSet ends = new BitSet();

    /**
     * Passes over the object or array that begins at the cursor, if it differs from the text in strings and scalars only; if not,
     * the cursor is left somewhere in it.
     */
    boolean passes(JsonCursor cursor) {
        if (length == 0) {
            return false;
        }
        int seen = 0; // of the text
        while (true) {
            int until = Math.min(cursor.end, cursor.at + length - seen);
            int same = Arrays.mismatch(text, seen, length, cursor.bytes, cursor.at, until);
            if (same < 0) {
                cursor.at = until;
                return true;
            }
            int different = seen + same;
            int token = starts.previousSetBit(different);
            if (token < seen) {
                return false; // behind the last token that was read
            }
            int end = ends.nextSetBit(token);
            cursor.at += token - seen;
            if (!passesToken(cursor, text[token])) {
                return false;
            }
            seen = end;
        }
    }

    /** Passes over a string, or where the text has no string, and so no name of a member, over any scalar. */
    private static boolean passesToken(JsonCursor cursor, byte before) {
        if (cursor.at == cursor.end) {
            return false;
        }
        byte first = cursor.bytes[cursor.at];
        if (first == '"') {
            cursor.skipString();
            return true;
        }
        if (before == '"' || !isScalar(first)) {
            return false;
        }
        cursor.skipScalar();
        return true;
    }

    private static boolean isScalar(byte first) {
        return switch (first) {
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 't', 'f', 'n' -> true;
            default -> false;
        };
    }

    /** Keeps the value that the cursor has just passed, in place of the one before. */
    void learn(JsonCursor cursor, int from) {
        length = cursor.at - from;
        if (length > text.length) {
            text = new byte[length + length / 2];
        }
        System.arraycopy(cursor.bytes, from, text, 0, length);
        starts.clear();
        ends.clear();
        var tokens = new JsonCursor(text, 0, length);
        while (tokens.at < length) {
            int start = tokens.at;
            byte first = text[start];
            if (first == '"') {
                tokens.skipString();
            } else if (isScalar(first)) {
                tokens.skipScalar();
            } else {
                tokens.at++;
                continue;
            }
            starts.set(start);
            ends.set(tokens.at);
        }
    }
}
