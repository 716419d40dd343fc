package dev.escapement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

import static org.assertj.core.api.Assertions.assertThat;

class ControllerLoggerTest {
    private final Lines lines = new Lines();
    private final AtomicBoolean verbose = new AtomicBoolean();
    private final ControllerLogger log = new ControllerLogger(lines, verbose::get);

    @Test
    void debugLinesOfAVerboseControllerAreInfo() {
        log.debug("hidden");
        verbose.set(true);
        log.debug("seen {} and {}", 1, "2");
        log.atDebug().addArgument(3).log("seen {}");
        log.trace("hidden");
        verbose.set(false);
        log.debug("hidden");

        assertThat(lines.all).containsExactly("INFO seen 1 and 2", "INFO seen 3");
    }

    @Test
    void otherLinesStayAsTheyAre() {
        log.info("plain {}");
        log.warn("failed: {}", "why", new IllegalStateException("cause"));
        verbose.set(true);
        log.error("of {}", "old");

        assertThat(lines.all).containsExactly("INFO plain {}", "WARN failed: why cause", "ERROR of old");
    }

    @Test
    void whereDebugIsOnAnywayLinesStayDebug() {
        lines.debug = true;
        verbose.set(true);
        log.debug("seen");

        assertThat(lines.all).containsExactly("DEBUG seen");
    }

    @Test
    void controlsMakeAControllerVerbose() {
        var controls = new Controls("shop", Set.of("carts"));
        var carts = controls.log("carts");
        assertThat(carts.getName()).isEqualTo("dev.escapement.shop.carts");
        assertThat(carts.isDebugEnabled()).isFalse();

        controls.verbose("carts", true);
        assertThat(carts.isDebugEnabled()).isTrue();
    }

    /** A back end that keeps lines. */
    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        final transient List<String> all = new ArrayList<>();
        boolean debug;

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            all.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments)
                    + (failure == null ? "" : " " + failure.getMessage()));
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return "";
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return debug;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
