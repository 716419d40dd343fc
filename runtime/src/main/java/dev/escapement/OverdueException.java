package dev.escapement;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** A run has taken longer than its controller allows. */
final class OverdueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverdueException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }

    /** A run that ended when it was interrupted. */
    static OverdueException interrupted(Duration limit, Throwable end) {
        var how = end instanceof InterruptedException ? "" : " with: " + Failures.describe(end);
        return new OverdueException("did not end within " + limit.toMillis() + " ms, and was interrupted" + how, end);
    }

    /** A run that does not end. */
    static OverdueException abandoned(Duration limit, String where) {
        return new OverdueException(
                "did not end within " + limit.toMillis() + " ms, nor when interrupted; it is " + where, null);
    }
}
