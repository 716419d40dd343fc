package dev.escapement.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of JSON documents, which arrives in chunks of any size, into the documents.
 *
 * <p>API servers write one document a line, and the first way is to look for line breaks only, which takes a fraction of the time
 * that reading the document takes. When a line turns out not to be a document, brackets are counted from there on. Used by
 * one thread at a time.
 *
 * @param <T> what a document is read as
 */
final class FrameSplitter<T> {
    /** Reads a document, which is in the bytes until the call returns. */
    interface Parser<T> {
        T parse(byte[] bytes, int from, int to);
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
        while (true) {
            scanned = JsonTokens.find((byte) '\n', buffer, scanned, length);
            if (scanned == length) {
                if (!isPlausible()) {
                    lines = false; // to say where it is wrong, rather than wait for a line break
                    scanned = start;
                    return;
                }
                // The line break may be late, or missing behind the last document.
                if (length > start && buffer[length - 1] == '}' && hand(length)) {
                    start = length;
                }
                return;
            }
            if (scanned > start && !hand(scanned)) {
                lines = false;
                scanned = start;
                return;
            }
            start = ++scanned;
        }
    }

    /** Returns false if this is no document. */
    private boolean hand(int end) {
        T document;
        try {
            document = parser.parse(buffer, start, end);
        } catch (MalformedJsonException e) {
            return false;
        }
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
                documents.accept(parser.parse(buffer, start, scanned));
                start = scanned;
                depth = 0;
            }
        }
    }
}
