package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run of a reconciler says at its end: whether all is as it should be, and when to look again.
 *
 * <p>Any outcome may carry a status, which is written to the object if it differs from the one that is there.
 */
public sealed interface Outcome {
    /** The status to be written, if any. */
    Optional<Object> status();

    /** The same outcome with a status to be written. */
    Outcome status(Object status);

    /** All is as it should be; the next change of the object, or of what it owns, brings the next run. */
    static Outcome done() {
        return new Done(Optional.empty());
    }

    /** Run again after a while, or earlier if something changes; a delay of zero or less means at once. */
    static Outcome again(Duration after) {
        return new Again(after, Optional.empty());
    }

    /** Run again at an instant, or earlier if something changes; a past instant means at once, never never. */
    static Outcome again(Instant at) {
        return new At(at, Optional.empty());
    }

    /** It did not work; try again after the controller's backoff. */
    static Outcome failed(String reason) {
        return new Failed(reason, true, Optional.empty());
    }

    /** It cannot work before the object is changed; do not try again by itself. */
    static Outcome failedForGood(String reason) {
        return new Failed(reason, false, Optional.empty());
    }

    /**
     * All is as it should be.
     *
     * @param status to be written
     */
    record Done(Optional<Object> status) implements Outcome {
        @Override
        public Done status(Object value) {
            return new Done(Optional.of(value));
        }
    }

    /**
     * Run again after a while.
     *
     * @param after how long
     * @param status to be written
     */
    record Again(Duration after, Optional<Object> status) implements Outcome {
        @Override
        public Again status(Object value) {
            return new Again(after, Optional.of(value));
        }
    }

    /**
     * Run again at an instant.
     *
     * @param instant when
     * @param status to be written
     */
    record At(Instant instant, Optional<Object> status) implements Outcome {
        @Override
        public At status(Object value) {
            return new At(instant, Optional.of(value));
        }
    }

    /**
     * It did not work.
     *
     * @param reason why, for people
     * @param retryable whether trying again may help
     * @param status to be written
     */
    record Failed(String reason, boolean retryable, Optional<Object> status) implements Outcome {
        @Override
        public Failed status(Object value) {
            return new Failed(reason, retryable, Optional.of(value));
        }
    }
}
