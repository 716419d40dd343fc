package dev.escapement.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A position in a JSON document that moves over whole tokens and values without building anything.
 *
 * <p>What it passes over is checked to be JSON (RFC 8259), but for the encoding of characters beyond ASCII. The inside of strings
 * is looked at eight bytes at a time (Mycroft's test for a zero byte, in Warren, Hacker's Delight, section 6-1).
 */
final class JsonCursor {
    /** Kubernetes' own decoder gives up at 10 000 levels; nothing real is nearly that deep. */
    static final int MAX_DEPTH = 1_000;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    final byte[] bytes;
    final int end;
    int at;
    /** Where the document begins. */
    private final int from;

    /** Whether the string that was passed last has an escape. */
    private boolean escaped;
    /** A bit for each level that is being passed over: whether it is an object. */
    private long[] objects = new long[1];

    JsonCursor(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.from = from;
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

    private String text(int from, int to) {
        return escaped ? Escapes.decode(bytes, from, to) : new String(bytes, from, to - from, StandardCharsets.UTF_8);
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

    /** Passes over a value that has to begin so, or null. */
    void skip(char first, String what) {
        byte b = bytes[start()];
        if (b != first && b != 'n') {
            throw malformed(what, at);
        }
        skipValue();
    }

    /** The offset of the next token. */
    int start() {
        skipSpace();
        if (at >= end) {
            throw malformed("a value", at);
        }
        return at;
    }

    void expectEnd() {
        skipSpace();
        if (at != end) {
            throw malformed("the end of the document", at);
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

    private void skipScalar() {
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
    private void skipString() {
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

    private MalformedJsonException malformed(String expected, int offset) {
        return new MalformedJsonException(expected, offset - from);
    }

    /** The offset of the first such byte, or the end. */
    static int find(byte wanted, byte[] bytes, int from, int end) {
        long pattern = wanted * ONES;
        int i = from;
        while (i <= end - Long.BYTES) {
            long found = zeros((long) WORDS.get(bytes, i) ^ pattern) & HIGHS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < end && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    /** The offset of the next quote, backslash or control character, or the end. */
    private int special(int from) {
        int i = from;
        while (i <= end - Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            // Bytes of 0x80 and more are none of the three; a wrong mark can only follow a right one.
            long found = (zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | (word - SPACES)) & ~word & HIGHS;
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

    private static long zeros(long word) {
        return (word - ONES) & ~word;
    }

    private void skipSpace() {
        while (at < end && bytes[at] <= ' ' && isSpace(bytes[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
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
            throw malformed(what, at);
        }
    }
}
