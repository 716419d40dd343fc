package dev.escapement.time;

import java.util.concurrent.CancellationException;

/** Thrown where something ends early because its {@link Stop} was requested; not a time-out of its own. */
public final class StoppedException extends CancellationException {
    private static final long serialVersionUID = 1;

    /** Not serialized: the message and the cause say the same. */
    private final transient Reason reason;

    /** For the given reason, whose words become the message. */
    public StoppedException(Reason reason) {
        super("stopped: " + reason.why());
        this.reason = reason;
        if (reason.cause() != null) {
            initCause(reason.cause());
        }
    }

    /** Why it was stopped. */
    public Reason reason() {
        return reason;
    }
}
