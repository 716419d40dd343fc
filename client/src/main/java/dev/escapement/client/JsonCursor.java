package dev.escapement.client;

import java.util.Arrays;

/**
 * A position in a JSON document that moves over whole tokens and values without building anything.
 *
 * <p>What it passes over is checked to be JSON (RFC 8259), but for the encoding of characters beyond ASCII.
 */
final class JsonCursor extends JsonTokens {
    /** Kubernetes' own decoder gives up at 10 000 levels; nothing real is nearly that deep. */
    static final int MAX_DEPTH = 1_000;

    /** A bit for each level that is being passed over: whether it is an object. */
    private long[] objects = new long[1];

    JsonCursor(byte[] bytes, int from, int end) {
        super(bytes, from, end);
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
        start();
        int from = at + 1;
        skipString();
        var name = text(from, at - 1);
        expect(':', "a colon");
        return name;
    }

    /** Reads a member's name, if it is one of those given, and the colon after it; else {@link Names#NONE}. */
    int name(Names names) {
        start();
        int from = at + 1;
        skipString();
        int name = escaped ? names.find(text(from, at - 1)) : names.find(bytes, from, at - 1);
        expect(':', "a colon");
        return name;
    }

    /** Reads a string; null reads as empty. */
    String string() {
        if (skipNull()) {
            return "";
        }
        int from = at + 1;
        skipString();
        return text(from, at - 1);
    }

    /** The same of a string of which there are few. */
    String string(Interner interner) {
        if (skipNull()) {
            return "";
        }
        int from = at + 1;
        skipString();
        return escaped ? text(from, at - 1) : interner.intern(bytes, from, at - 1);
    }

    /** Reads a whole number. */
    long integer() {
        int from = start();
        skipScalar();
        boolean negative = bytes[from] == '-';
        int first = negative ? from + 1 : from;
        long value = 0;
        for (int i = first; i < at; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || i - first > 17) {
                throw malformed("a whole number of at most 18 digits", from);
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /** Reads a truth value; anything but {@code true} is false. */
    boolean truth() {
        boolean value = bytes[start()] == 't';
        skipValue();
        return value;
    }

    /** Whether the next value is null, and if so, passes it. */
    boolean skipNull() {
        if (bytes[start()] != 'n') {
            return false;
        }
        skipScalar();
        return true;
    }

    /** Passes over a value of any kind. */
    void skipValue() {
        switch (bytes[start()]) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> skipScalar();
        }
    }

    void expectEnd() {
        skipSpace();
        if (at != end) {
            throw malformed("the end of the document", at);
        }
    }

    /** Passes over spaces up to a line break or the end. */
    void expectLineEnd() {
        while (at < end && bytes[at] != '\n' && bytes[at] <= ' ' && isSpace(bytes[at])) {
            at++;
        }
        if (at < end && bytes[at] != '\n') {
            throw malformed("the end of the line", at);
        }
    }

    private void skipNested() {
        int depth = 0;
        boolean inObject = false;
        while (true) {
            byte first = bytes[start()];
            if (first == '{' || first == '[') {
                at++;
                inObject = first == '{';
                push(depth++, inObject);
                if (!takeEnd(inObject)) {
                    if (inObject) {
                        skipName();
                    }
                    continue;
                }
                depth--;
            } else if (first == '"') {
                skipString();
            } else {
                skipScalar();
            }
            while (true) { // behind a value
                if (depth == 0) {
                    return;
                }
                inObject = isObject(depth - 1);
                if (take(',')) {
                    break;
                }
                if (!takeEnd(inObject)) {
                    throw malformed(inObject ? "a comma or }" : "a comma or ]", at);
                }
                depth--;
            }
            if (inObject) {
                skipName();
            }
        }
    }

    private void skipName() {
        start();
        skipString();
        expect(':', "a colon");
    }

    private boolean takeEnd(boolean ofObject) {
        return take(ofObject ? '}' : ']');
    }

    private void push(int depth, boolean object) {
        if (depth == MAX_DEPTH) {
            throw malformed("at most " + MAX_DEPTH + " levels", at - 1);
        }
        int word = depth >> 6;
        if (word == objects.length) {
            objects = Arrays.copyOf(objects, 2 * word);
        }
        long bit = 1L << depth;
        objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
    }

    private boolean isObject(int depth) {
        return (objects[depth >> 6] >> depth & 1) != 0;
    }
}
