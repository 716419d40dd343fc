package dev.escapement.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of JSON documents, which arrives in chunks of any size, into the documents.
 *
 * <p>API servers write one document a line, so all of them are complete up to the last line break, and where one ends is found
 * by reading it. When a line turns out not to be a document, brackets are counted from there on. Used by one thread at a time.
 *
 * @param <T> what a document is read as
 */
final class FrameSplitter<T> {
    /** Reads the document at a cursor and moves the cursor behind it; the bytes are there until the call returns. */
    interface Parser<T> {
        T parse(JsonCursor document);
    }

    private final Parser<T> parser;
    private final Consumer<T> documents;
    private byte[] buffer = new byte[8 * 1024];
    private int length;
    /** How far the buffer has been looked at. */
    private int scanned;

    /** Where the document begins that is being looked at. */
    private int start;

    private boolean lines = true;
    private int depth;
    private boolean inString;

    FrameSplitter(Parser<T> parser, Consumer<T> documents) {
        this.parser = parser;
        this.documents = documents;
    }

    /**
     * Takes a chunk and hands on each document that it completes.
     *
     * @throws MalformedJsonException if there is something else than documents
     */
    void accept(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + more, buffer.length * 2));
        }
        chunk.get(buffer, length, more);
        length += more;
        if (lines) {
            scanLines();
        }
        if (!lines) {
            scanBrackets();
        }
        // Keep only the part of a document that is still incomplete.
        System.arraycopy(buffer, start, buffer, 0, length - start);
        length -= start;
        scanned -= start;
        start = 0;
    }

    /** Whether the stream would end in the middle of a document. */
    boolean isPartial() {
        for (int i = start; i < length; i++) {
            if (buffer[i] > ' ') {
                return true;
            }
        }
        return false;
    }

    /** Whether what has come may be the beginning of an object. */
    private boolean isPlausible() {
        int i = start;
        while (i < length && buffer[i] <= ' ') {
            i++;
        }
        return i == length || buffer[i] == '{';
    }

    private void scanLines() {
        int last = JsonTokens.findLast((byte) '\n', buffer, scanned, length);
        while (start < last) {
            if (buffer[start] == '\n') {
                start++;
            } else if (!hand(last)) {
                countBrackets();
                return;
            }
        }
        scanned = length;
        if (!isPlausible()) {
            countBrackets(); // to say where it is wrong, rather than wait for a line break
        } else if (length > start && buffer[length - 1] == '}') {
            hand(length); // the line break may be late, or missing behind the last document
        }
    }

    private void countBrackets() {
        lines = false;
        scanned = start;
    }

    /** Hands on the document that begins a line; false if there is none. */
    private boolean hand(int end) {
        var cursor = new JsonCursor(buffer, start, end);
        T document;
        try {
            document = parser.parse(cursor);
            cursor.expectLineEnd();
        } catch (MalformedJsonException e) {
            return false;
        }
        start = cursor.at;
        documents.accept(document);
        return true;
    }

    private void scanBrackets() {
        while (scanned < length) {
            byte b = buffer[scanned];
            if (inString) {
                if (b == '\\') {
                    if (scanned + 1 == length) {
                        return; // what is escaped is still to come
                    }
                    scanned++;
                }
                inString = b != '"';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            } else if (depth == 0 && b > ' ') {
                throw new MalformedJsonException("a document", scanned - start);
            }
            scanned++;
            if (depth <= 0 && !inString && b > ' ') {
                var cursor = new JsonCursor(buffer, start, scanned);
                T document = parser.parse(cursor);
                cursor.expectEnd();
                start = scanned;
                depth = 0;
                documents.accept(document);
            }
        }
    }
}
