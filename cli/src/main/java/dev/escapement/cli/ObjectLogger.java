package dev.escapement.cli;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Says which object a line is about, and at which attempt, where the line does not say it itself. */
final class ObjectLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private final transient Logger plain;

    ObjectLogger(Logger plain) {
        this.name = plain.getName();
        this.plain = plain;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        var text = String.valueOf(MessageFormatter.basicArrayFormat(pattern, arguments));
        var line = about(text, MDC.get("object"), MDC.get("attempt"));
        // without arguments, braces in the text stay as they are
        plain.atLevel(level).setCause(failure).log(line);
    }

    static String about(String text, @Nullable String object, @Nullable String attempt) {
        if (object == null || text.startsWith(object)) {
            return text;
        }
        boolean isFirst = attempt == null || attempt.equals("1");
        return object + (isFirst ? ": " : " (attempt " + attempt + "): ") + text;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null; // simple logging does not say where a line comes from
    }

    @Override
    public boolean isTraceEnabled() {
        return plain.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return plain.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return plain.isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return plain.isWarnEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return plain.isErrorEnabled();
    }
}
