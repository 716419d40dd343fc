package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a timer or a daemon does for one object at the moment.
 *
 * @param task {@code timer probe}, {@code daemon tail}
 * @param key the object
 * @param state how it stands
 * @param at when a timer calls next, a daemon is started next, or has reported last; null if that is not known or will not be
 * @param failures how many attempts in a row have failed
 */
public record TaskView(
        String task, ObjectKey key, State state, @Nullable Instant at, int failures) {
    /** How a task stands for an object. */
    public enum State {
        /** A timer's next tick is to come. */
        WAITING,
        /** A timer's call has not ended, or a daemon runs. */
        RUNNING,
        /** The last attempt has failed, and there will be another. */
        RETRYING,
        /** It was given up: there is a dead letter. */
        PARKED,
        /** A daemon was asked to end, and has not. */
        STOPPING,
        /** A daemon was interrupted in vain. */
        ABANDONED,
        /** A daemon has returned, or is not wanted now. */
        OFF
    }

    /** A reading of the monotonic clock as a time of day; to a tenth of a second, so that it is the same whenever it is asked for. */
    static Instant instant(Clock clock, long nanos) {
        var exact = clock.now().plus(Duration.ofNanos(nanos - clock.nanos()));
        return Instant.ofEpochMilli(Math.round(exact.toEpochMilli() / 100d) * 100)
                .truncatedTo(ChronoUnit.MILLIS);
    }
}
