package dev.escapement;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What this process knows of the attempt that the status names: how its author's code was last called. */
sealed interface Call {
    /** Nothing: if an attempt is on its way, an earlier process began it. */
    record Unknown() implements Call {}

    /** That this process wrote its beginning, and has not called the code yet. */
    record Ready() implements Call {}

    /**
     * That the code is on its way.
     *
     * @param interruptedAt when it was interrupted because its time was over; null if it was not
     */
    record Executing(@Nullable Instant interruptedAt) implements Call {}

    /**
     * That the code asked to be called again.
     *
     * @param pollAt when
     * @param notBefore when at the earliest, if something changes before that
     */
    record Waiting(Instant pollAt, Instant notBefore) implements Call {}

    /**
     * That the code ended, which the status does not say yet.
     *
     * @param output what it hands on, in JSON
     * @param pause how long the next attempt has to wait at least
     * @param at when it ended
     */
    record Ended(StepResult result, @Nullable JsonNode output, Duration pause, Instant at) implements Call {
        Ended(StepResult result, Instant at) {
            this(result, null, Duration.ZERO, at);
        }
    }

    Call UNKNOWN = new Unknown();
    Call READY = new Ready();
    Call EXECUTING = new Executing(null);

    /**
     * Which attempt a call is of: the same only if the step was not begun anew in between.
     *
     * @param step the name of the step
     * @param startedAt when the step was begun
     * @param number which attempt
     */
    record Attempt(String step, String startedAt, int number) {}
}
