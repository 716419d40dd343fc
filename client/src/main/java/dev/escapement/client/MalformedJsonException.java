package dev.escapement.client;

/** Bytes from the API server that are not the JSON they should be; the message tells where and what was expected. */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final int offset;

    MalformedJsonException(String expected, int offset) {
        super("malformed JSON from the API server: expected " + expected + " at byte " + offset);
        this.expected = expected;
        this.offset = offset;
    }

    String expected() {
        return expected;
    }

    /** Where, in bytes from the beginning of the document. */
    public int offset() {
        return offset;
    }
}
