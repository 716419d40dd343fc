package dev.escapement;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import org.jspecify.annotations.Nullable;

/**
 * How far one step of {@link Steps} has come.
 *
 * @param name the step
 * @param phase whether it waits, runs, or how it ended
 * @param startedAt when its first attempt began, from which its timeout counts; ISO 8601
 * @param deadline when its time is over, if it runs and has a timeout, or was over, if it timed out; ISO 8601
 * @param finishedAt when it ended, which for a timeout is when that was noticed; ISO 8601
 * @param attempt the number of the last attempt that was begun; 0 before the first
 * @param retryAt when the next attempt follows, if the last one failed; ISO 8601
 * @param message the last failure, or what it waits for
 * @param output what it hands on to later steps
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StepStatus(
        String name,
        Phase phase,
        @Nullable String startedAt,
        @Nullable String deadline,
        @Nullable String finishedAt,
        int attempt,
        @Nullable String retryAt,
        @Nullable String message,
        @PreserveUnknownFields @Nullable JsonNode output) {
    private static final int LONGEST_MESSAGE = 1000;

    /** Whether a step waits, runs, or how it ended. */
    public enum Phase {
        /** Its turn has not come. */
        @JsonProperty("Pending")
        PENDING,
        /** It was begun. */
        @JsonProperty("Running")
        RUNNING,
        /** It is done. */
        @JsonProperty("Succeeded")
        SUCCEEDED,
        /** Its last attempt failed. */
        @JsonProperty("Failed")
        FAILED,
        /** It was not done when its time was over. */
        @JsonProperty("TimedOut")
        TIMED_OUT,
        /** Somebody wanted to go on without it. */
        @JsonProperty("Skipped")
        SKIPPED,
        /** Somebody wanted it to end. */
        @JsonProperty("Aborted")
        ABORTED;

        /** Whether the sequence goes on with the next step. */
        boolean isPassed() {
            return this == SUCCEEDED || this == SKIPPED;
        }

        /** Whether it is still to be done. */
        boolean isOpen() {
            return this == PENDING || this == RUNNING;
        }
    }

    static StepStatus pending(String name) {
        return new StepStatus(name, Phase.PENDING, null, null, null, 0, null, null, null);
    }

    StepStatus begun(Instant now) {
        return new StepStatus(name, Phase.RUNNING, now.toString(), null, null, 1, null, null, null);
    }

    /** With the end of its time, if it has one; the same if it says so already. */
    StepStatus due(Optional<Instant> at) {
        var text = at.filter(Instant.MAX::isAfter).map(Instant::toString).orElse(null);
        return Objects.equals(text, deadline)
                ? this
                : new StepStatus(name, phase, startedAt, text, finishedAt, attempt, retryAt, message, output);
    }

    StepStatus attempted() {
        return new StepStatus(name, phase, startedAt, deadline, null, attempt + 1, null, message, null);
    }

    StepStatus retriedAt(Instant at, String cause) {
        return new StepStatus(name, phase, startedAt, deadline, null, attempt, at.toString(), bounded(cause), null);
    }

    StepStatus waitsFor(String what) {
        return new StepStatus(name, phase, startedAt, deadline, null, attempt, retryAt, bounded(what), null);
    }

    StepStatus succeeded(Instant at, @Nullable JsonNode result) {
        return new StepStatus(name, Phase.SUCCEEDED, startedAt, null, at.toString(), attempt, null, null, result);
    }

    StepStatus ended(Phase how, Instant at, @Nullable String cause) {
        var due = how == Phase.TIMED_OUT ? deadline : null;
        var said = cause == null ? null : bounded(cause);
        return new StepStatus(name, how, startedAt, due, at.toString(), attempt, null, said, null);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
    }
}
