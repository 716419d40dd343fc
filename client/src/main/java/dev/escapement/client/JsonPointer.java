package dev.escapement.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A place in JSON documents (RFC 6901), read from bytes without decoding what is around it: {@code /spec/nodeName}.
 *
 * <p>A segment {@code *} stands for every element of an array or every member of an object:
 * {@code /spec/containers/*}{@code /image}. What is found is text: a string's content, or a number or truth value as it is
 * written. Null, objects and arrays are not text, and are passed over.
 */
public final class JsonPointer {
    private static final String EVERY = "*";

    private final String pointer;
    private final String[] segments;
    private final boolean many;

    private JsonPointer(String pointer, List<String> segments) {
        this.pointer = pointer;
        this.segments = segments.toArray(String[]::new);
        this.many = segments.contains(EVERY);
    }

    /**
     * A pointer as it is written, with {@code ~1} for a slash and {@code ~0} for a tilde in a segment.
     *
     * @throws IllegalArgumentException if it does not begin with a slash or has another use of the tilde
     */
    public static JsonPointer of(String pointer) {
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException(
                    "\"" + pointer + "\" is no JSON pointer: it begins with a slash, as in /spec/nodeName");
        }
        var segments = new ArrayList<String>();
        for (var segment : pointer.substring(1).split("/", -1)) {
            if (segment.matches(".*~([^01].*|)")) {
                throw new IllegalArgumentException(
                        "\"" + pointer + "\" is no JSON pointer: \"~\" is written \"~0\", and \"/\" in a name \"~1\"");
            }
            segments.add(segment.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(pointer, segments);
    }

    /** The place that Kubernetes writes with dots, as in field selectors: {@code spec.nodeName}. */
    public static JsonPointer dotted(String path) {
        return of("/" + path.replace("~", "~0").replace("/", "~1").replace('.', '/'));
    }

    /**
     * The text that is there, the first if there are several.
     *
     * @throws MalformedJsonException if the document is none, as far as it had to be looked at
     */
    public Optional<String> text(byte[] json) {
        var texts = texts(json);
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts.getFirst());
    }

    /**
     * All texts that are there, in the document's order.
     *
     * @throws MalformedJsonException if the document is none, as far as it had to be looked at
     */
    public List<String> texts(byte[] json) {
        var found = new ArrayList<String>(1);
        walk(new JsonCursor(json, 0, json.length), 0, found);
        return found;
    }

    /** Passes over a value, taking what is wanted of it; true when nothing else can be wanted, wherever the cursor is then. */
    private boolean walk(JsonCursor cursor, int depth, List<String> found) {
        if (depth == segments.length) {
            var text = text(cursor);
            if (text != null) {
                found.add(text);
            }
            return !many;
        }
        return switch (cursor.bytes[cursor.start()]) {
            case '{' -> walkObject(cursor, depth, found);
            case '[' -> walkArray(cursor, depth, found);
            default -> {
                cursor.skipValue();
                yield !many;
            }
        };
    }

    private boolean walkObject(JsonCursor cursor, int depth, List<String> found) {
        if (!cursor.enterObject()) {
            return false;
        }
        var wanted = segments[depth];
        do {
            var name = cursor.name();
            if (!wanted.equals(EVERY) && !wanted.equals(name)) {
                cursor.skipValue();
            } else if (walk(cursor, depth + 1, found)) {
                return true;
            }
        } while (cursor.nextMember());
        return !many;
    }

    private boolean walkArray(JsonCursor cursor, int depth, List<String> found) {
        if (!cursor.enterArray()) {
            return false;
        }
        var wanted = segments[depth];
        int index = 0;
        do {
            if (!wanted.equals(EVERY) && !wanted.equals(Integer.toString(index))) {
                cursor.skipValue();
            } else if (walk(cursor, depth + 1, found)) {
                return true;
            }
            index++;
        } while (cursor.nextElement());
        return !many;
    }

    private static @Nullable String text(JsonCursor cursor) {
        int from = cursor.start();
        byte first = cursor.bytes[from];
        if (first == '"') {
            return cursor.string();
        }
        cursor.skipValue();
        boolean scalar = first != 'n' && first != '{' && first != '[';
        return scalar ? new String(cursor.bytes, from, cursor.at - from, StandardCharsets.US_ASCII) : null;
    }

    List<String> segments() {
        return List.of(segments);
    }

    /** Whether it is the same place. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonPointer that && Arrays.equals(segments, that.segments);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(segments);
    }

    /** The pointer as it was written. */
    @Override
    public String toString() {
        return pointer;
    }
}
