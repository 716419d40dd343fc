package dev.escapement;

import dev.escapement.client.ObjectKey;
import org.slf4j.MDC;

/**
 * What all log lines of this thread are about while an author's code runs: {@code operator}, {@code controller}, {@code object}
 * and {@code attempt} of SLF4J's MDC. For threads of the runtime's own: what the code has left in the MDC goes with it, so that no
 * line of a later run shows it.
 */
final class LogContext implements AutoCloseable {
    private static final LogContext OPEN = new LogContext();

    private LogContext() {}

    /**
     * Begins it on this thread.
     *
     * @param attempt 1 for the first one, and one more for each failure before
     */
    static LogContext open(String operator, String controller, ObjectKey object, int attempt) {
        MDC.put("operator", operator);
        MDC.put("controller", controller);
        MDC.put("object", object.toString());
        MDC.put("attempt", Integer.toString(attempt));
        return OPEN;
    }

    @Override
    public void close() {
        MDC.clear();
    }
}
