package dev.escapement;

import java.time.Duration;
import java.util.Optional;

/** What a call of a step says at its end: it is done, it has to be looked at again, or the attempt failed. */
public sealed interface StepResult {
    /** The step is done. */
    static StepResult done() {
        return new Done(Optional.empty());
    }

    /** The step is done, and hands on an output, which is kept in the status as JSON: at most 16 KiB of it. */
    static StepResult done(Object output) {
        return new Done(Optional.of(output));
    }

    /** It goes on elsewhere: call again after the step's poll interval, or earlier if the object or one that it owns changes. */
    static StepResult poll() {
        return new Poll(Optional.empty(), Optional.empty());
    }

    /** The same, with what it waits for, for people; a status is written only if that changes. */
    static StepResult poll(String message) {
        return new Poll(Optional.empty(), Optional.of(message));
    }

    /** The same after another interval than the step's. */
    static StepResult poll(Duration after, String message) {
        return new Poll(Optional.of(after), Optional.of(message));
    }

    /** The attempt failed; the next one follows after the step's backoff, if any is left. */
    static StepResult failed(String reason) {
        return new Failed(reason, true);
    }

    /** The step failed, and another attempt would not help. */
    static StepResult failedForGood(String reason) {
        return new Failed(reason, false);
    }

    /**
     * The step is done.
     *
     * @param output for later steps
     */
    record Done(Optional<Object> output) implements StepResult {}

    /**
     * It has to be called again.
     *
     * @param after how long after this call; the step's interval if empty
     * @param message what it waits for
     */
    record Poll(Optional<Duration> after, Optional<String> message) implements StepResult {}

    /**
     * The attempt failed.
     *
     * @param reason why, for people
     * @param retryable whether another attempt may help
     */
    record Failed(String reason, boolean retryable) implements StepResult {}
}
