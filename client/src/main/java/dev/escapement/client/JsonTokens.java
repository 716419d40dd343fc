package dev.escapement.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The tokens of a JSON document: a position that moves over spaces, brackets, strings, numbers and literals.
 *
 * <p>The inside of strings is looked at eight bytes at a time (Mycroft's test for a zero byte, in Warren, Hacker's Delight,
 * section 6-1).
 */
abstract sealed class JsonTokens permits JsonCursor {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long TWOS = ('"' ^ ' ') * ONES;
    private static final long PAST_SPACES = (' ' + 1) * ONES;

    final byte[] bytes;
    final int end;
    int at;

    /** Whether the string that was passed last has an escape. */
    boolean escaped;
    /** Where the document begins. */
    private final int from;

    JsonTokens(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.from = from;
        this.end = end;
    }

    /** The offset of the next token. */
    int start() {
        return at < end && bytes[at] > ' ' ? at : startBehindSpace();
    }

    private int startBehindSpace() {
        skipSpace();
        if (at >= end) {
            throw malformed("a value", at);
        }
        return at;
    }

    /** The text between two quotes of the string that was passed last. */
    String text(int from, int to) {
        return escaped ? Escapes.decode(bytes, from, to) : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Passes over a number or a literal. */
    void skipScalar() {
        switch (bytes[start()]) {
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void literal(String word) {
        int from = at;
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= end || bytes[at] != word.charAt(i)) {
                throw malformed("a value", from);
            }
        }
        endScalar(from);
    }

    private void number() {
        int from = at;
        if (bytes[at] == '-') {
            at++;
        }
        int whole = at;
        digits(from);
        if (bytes[whole] == '0' && at > whole + 1) {
            throw malformed("a number without a zero ahead", from);
        }
        if (at < end && bytes[at] == '.') {
            at++;
            digits(from);
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits(from);
        }
        endScalar(from);
    }

    private void digits(int from) {
        int first = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == first) {
            throw malformed("a value", from);
        }
    }

    private void endScalar(int from) {
        if (at < end) {
            switch (bytes[at]) {
                case ',', '}', ']', ' ', '\n', '\r', '\t' -> {
                    // what may come behind a number or a literal
                }
                default -> throw malformed("a value", from);
            }
        }
    }

    /** Passes over the string that begins here. */
    void skipString() {
        if (bytes[at] != '"') {
            throw malformed("a string", at);
        }
        int first = at;
        escaped = false;
        int i = at + 1;
        while (true) {
            i = special(i);
            if (i >= end) {
                throw malformed("the end of the string that begins at byte " + (first - from), end);
            }
            byte b = bytes[i];
            if (b == '"') {
                at = i + 1;
                return;
            }
            if (b != '\\') {
                throw malformed("an escape instead of a control character", i);
            }
            escaped = true;
            i = escape(i);
        }
    }

    /** Where what follows an escape begins. */
    private int escape(int backslash) {
        try {
            return Escapes.skip(bytes, backslash, end);
        } catch (MalformedJsonException e) {
            throw malformed(e.expected(), e.offset());
        }
    }

    MalformedJsonException malformed(String expected, int offset) {
        return new MalformedJsonException(expected, offset - from);
    }

    /** The offset of the last such byte, or one less than the first. */
    static int findLast(byte wanted, byte[] bytes, int from, int end) {
        long pattern = wanted * ONES;
        int i = end;
        while (i >= from + Long.BYTES) {
            long word = (long) WORDS.get(bytes, i - Long.BYTES) ^ pattern;
            if (((word - ONES) & ~word & HIGHS) != 0) {
                break;
            }
            i -= Long.BYTES;
        }
        while (i > from && bytes[i - 1] != wanted) {
            i--;
        }
        return i - 1;
    }

    /** The offset of the next quote, backslash or control character, or the end. */
    private int special(int from) {
        int i = from;
        while (i <= end - Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            // With the second bit turned, a quote is a space, and what is less than a space still is: one comparison.
            // Bytes of 0x80 and more are none of the three; a wrong mark can only follow a right one.
            long found = (((word ^ TWOS) - PAST_SPACES) | ((word ^ BACKSLASHES) - ONES)) & ~word & HIGHS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < end && (bytes[i] < 0 || (bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\'))) {
            i++;
        }
        return i;
    }

    void skipSpace() {
        while (at < end && bytes[at] <= ' ' && isSpace(bytes[at])) {
            at++;
        }
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Passes over a token, if it is next. */
    boolean take(char token) {
        if (at < end && bytes[at] == token) { // as a rule there is no space
            at++;
            return true;
        }
        return at < end && bytes[at] <= ' ' && takeBehindSpace(token);
    }

    private boolean takeBehindSpace(char token) {
        skipSpace();
        if (at < end && bytes[at] == token) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char token, String what) {
        if (!take(token)) {
            throw malformed(what, at);
        }
    }
}
