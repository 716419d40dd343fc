package dev.escapement.client;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * A position in a JSON document that moves over whole tokens and values without building anything.
 *
 * <p>It checks the structure (brackets, quotes, commas, colons), not the spelling of numbers and literals, which the decoder
 * does when somebody wants the value.
 */
final class JsonCursor {
    /** Kubernetes' own decoder gives up at 10 000 levels; nothing real is nearly that deep. */
    private static final int MAX_DEPTH = 1_000;

    final byte[] bytes;
    final int end;
    int at;

    JsonCursor(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Enters an object; false if it is empty, and then it has been left again. */
    boolean enterObject() {
        expect('{', "an object");
        return !take('}');
    }

    /** Enters an array; false if it is empty, and then it has been left again. */
    boolean enterArray() {
        expect('[', "an array");
        return !take(']');
    }

    /** After a member's value: true before another member, false when the object has been left. */
    boolean nextMember() {
        if (take(',')) {
            return true;
        }
        expect('}', "a comma or the end of the object");
        return false;
    }

    /** After an element: true before another one, false when the array has been left. */
    boolean nextElement() {
        if (take(',')) {
            return true;
        }
        expect(']', "a comma or the end of the array");
        return false;
    }

    /** Reads a member's name and the colon after it. */
    String name() {
        var name = string();
        expect(':', "a colon");
        return name;
    }

    /** Reads a string; null reads as empty. */
    String string() {
        if (peek() == 'n') {
            skipValue();
            return "";
        }
        int from = at + 1;
        boolean escaped = skipString();
        return escaped
                ? Escapes.decode(bytes, from, at - 1)
                : new String(bytes, from, at - 1 - from, StandardCharsets.UTF_8);
    }

    /** Reads a whole number. */
    long integer() {
        int from = start();
        skipScalar();
        long value = 0;
        boolean negative = bytes[from] == '-';
        for (int i = negative ? from + 1 : from; i < at; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedJsonException("a whole number", from);
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /** Reads a truth value; anything but {@code true} is false. */
    boolean truth() {
        boolean value = peek() == 't';
        skipValue();
        return value;
    }

    /** Whether the next value is null, and if so, passes it. */
    boolean skipNull() {
        if (peek() != 'n') {
            return false;
        }
        skipValue();
        return true;
    }

    /** Passes over a value of any kind. */
    void skipValue() {
        int first = peek();
        switch (first) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> skipScalar();
        }
    }

    /** The offset of the next token. */
    int start() {
        skipSpace();
        if (at >= end) {
            throw new MalformedJsonException("a value", at);
        }
        return at;
    }

    void expectEnd() {
        skipSpace();
        if (at != end) {
            throw new MalformedJsonException("the end of the document", at);
        }
    }

    private int peek() {
        return bytes[start()];
    }

    private void skipNested() {
        int from = at;
        int depth = 0;
        // Bit i tells whether level i is an object, so that brackets of the wrong kind are noticed.
        var objects = new BitSet();
        while (at < end) {
            switch (bytes[at]) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> {
                    if (depth == MAX_DEPTH) {
                        throw new MalformedJsonException("at most " + MAX_DEPTH + " levels", at);
                    }
                    objects.set(depth++, bytes[at] == '{');
                }
                case '}', ']' -> {
                    if (objects.get(--depth) != (bytes[at] == '}')) {
                        throw new MalformedJsonException("the other closing bracket", at);
                    }
                    if (depth == 0) {
                        at++;
                        return;
                    }
                }
                default -> {
                    // part of a number, a literal, or between tokens
                }
            }
            at++;
        }
        throw new MalformedJsonException("the end of what begins at byte " + from, end);
    }

    private void skipScalar() {
        int from = at;
        while (at < end && !endsScalar(bytes[at])) {
            at++;
        }
        if (at == from) {
            throw new MalformedJsonException("a value", at);
        }
    }

    private static boolean endsScalar(byte b) {
        return b == ',' || b == '}' || b == ']' || b == ':' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Passes over a string; true if it has an escape. */
    private boolean skipString() {
        skipSpace();
        if (at >= end || bytes[at] != '"') {
            throw new MalformedJsonException("a string", at);
        }
        int from = at++;
        boolean escaped = false;
        while (at < end) {
            byte b = bytes[at++];
            if (b == '"') {
                return escaped;
            }
            if (b == '\\') {
                escaped = true;
                at++;
            }
        }
        throw new MalformedJsonException("the end of the string that begins at byte " + from, end);
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private boolean take(char token) {
        skipSpace();
        if (at < end && bytes[at] == token) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char token, String what) {
        if (!take(token)) {
            throw new MalformedJsonException(what, at);
        }
    }
}
