package dev.escapement.cli;

/** A command that cannot go on; the message is for the person who gave it. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The exit status that says so. */
    private final int status;

    Failure(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
