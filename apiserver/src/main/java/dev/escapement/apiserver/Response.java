package dev.escapement.apiserver;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an {@link ApiServer} answers: all at once, or as a stream of chunks for a watch. */
public sealed interface Response {
    /** The HTTP status code. */
    int status();

    /** The headers. */
    Map<String, String> headers();

    /**
     * An answer that is there.
     *
     * @param parts the body in pieces, so that a long list need not be copied together
     */
    record Whole(int status, Map<String, String> headers, List<byte[]> parts) implements Response {
        /** The length of the body in bytes. */
        public long length() {
            return parts.stream().mapToLong(part -> part.length).sum();
        }

        /** The body in one piece. */
        public byte[] body() {
            if (parts.size() == 1) {
                return parts.getFirst();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream((int) length());
            parts.forEach(out::writeBytes);
            return out.toByteArray();
        }
    }

    /** An answer that comes bit by bit. Whoever receives it closes the chunks. */
    record Streaming(int status, Map<String, String> headers, Chunks chunks) implements Response {}

    /** An answer of JSON. */
    static Whole json(int status, byte[] body) {
        return new Whole(status, Map.of("Content-Type", "application/json"), List.of(body));
    }

    /** The same answer with one more header. */
    default Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers());
        more.put(header, value);
        return switch (this) {
            case Whole whole -> new Whole(whole.status, more, whole.parts);
            case Streaming streaming -> new Streaming(streaming.status, more, streaming.chunks);
        };
    }
}
