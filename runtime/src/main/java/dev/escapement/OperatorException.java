package dev.escapement;

import org.jspecify.annotations.Nullable;

/** An operator that cannot start; the message says why and what to do, for the person who started it. */
public final class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a cause that the message does not name. */
    public OperatorException(String message) {
        this(message, null);
    }

    /** With a cause. */
    public OperatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
