package dev.escapement;

/** Thrown by an author's code when no further attempt can help before the object is changed. */
public class TerminalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure for good, with what has to be changed. */
    public TerminalException(String message) {
        super(message);
    }

    /** The same with the failure behind it. */
    public TerminalException(String message, Throwable cause) {
        super(message, cause);
    }
}
