package dev.escapement;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.spi.LocationAwareLogger;

/**
 * A controller's logger, which can be made verbose: its debug lines are then logged as info. SLF4J knows no way to change a level,
 * and each back end has another one, so this works with all of them.
 */
final class ControllerLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;
    /** Back ends find who logs below the frames of this class. */
    private static final String CALLED = AbstractLogger.class.getName();

    private final transient Logger log;
    private final transient BooleanSupplier verbose;

    ControllerLogger(Logger log, BooleanSupplier verbose) {
        this.name = log.getName();
        this.log = log;
        this.verbose = verbose;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        var raised = level == Level.DEBUG && !log.isDebugEnabled() ? Level.INFO : level;
        if (log instanceof LocationAwareLogger aware) {
            aware.log(marker, CALLED, raised.toInt(), pattern, arguments, failure);
            return;
        }
        var line = log.atLevel(raised).setCause(failure);
        if (marker != null) {
            line = line.addMarker(marker);
        }
        if (arguments == null) {
            line.log(pattern);
        } else {
            line.log(pattern, arguments);
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return CALLED;
    }

    @Override
    public boolean isTraceEnabled() {
        return log.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return log.isDebugEnabled() || (verbose.getAsBoolean() && log.isInfoEnabled());
    }

    @Override
    public boolean isInfoEnabled() {
        return log.isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return log.isWarnEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return log.isErrorEnabled();
    }
}
