package dev.escapement.console;

/** A request that the console does not answer, and why, for whoever sent it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
