package dev.escapement.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of JSON documents, which arrives in chunks of any size, into the documents.
 *
 * <p>It follows quotes and brackets only, so it makes no assumption on line breaks. Used by one thread at a time.
 */
final class FrameSplitter {
    private final Consumer<byte[]> documents;
    private byte[] buffer = new byte[8 * 1024];
    private int length;
    /** How far the buffer has been looked at. */
    private int scanned;

    private int depth;
    private boolean inString;
    private boolean escaped;

    FrameSplitter(Consumer<byte[]> documents) {
        this.documents = documents;
    }

    /** Takes a chunk and hands on each document that it completes. */
    void accept(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + more, buffer.length * 2));
        }
        chunk.get(buffer, length, more);
        length += more;
        scan();
    }

    /** Whether the stream would end in the middle of a document. */
    boolean isPartial() {
        return depth > 0;
    }

    private void scan() {
        int start = 0; // of the document that is being looked at
        for (; scanned < length; scanned++) {
            byte b = buffer[scanned];
            if (inString) {
                if (escaped) {
                    escaped = false;
                } else if (b == '\\') {
                    escaped = true;
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                if (depth++ == 0) {
                    start = scanned;
                }
            } else if ((b == '}' || b == ']') && --depth == 0) {
                documents.accept(Arrays.copyOfRange(buffer, start, scanned + 1));
                start = scanned + 1;
            } else if (depth < 0) {
                throw new MalformedJsonException("a document", scanned);
            }
        }
        // Keep only the part of a document that is still incomplete.
        if (depth == 0) {
            start = length;
        }
        System.arraycopy(buffer, start, buffer, 0, length - start);
        length -= start;
        scanned = length;
    }
}
