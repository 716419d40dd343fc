package dev.escapement;

import java.time.Duration;

import dev.escapement.time.Backoff;
import org.jspecify.annotations.Nullable;

/** How one step of {@link Steps} is timed. Immutable: each method returns other settings. */
public final class StepSettings {
    static final StepSettings USUAL = new StepSettings(null, Duration.ofSeconds(10), Controller.RETRY, false);

    final @Nullable Duration timeout;
    final Duration poll;
    final Backoff retry;
    final boolean once;

    private StepSettings(@Nullable Duration timeout, Duration poll, Backoff retry, boolean once) {
        this.timeout = timeout;
        this.poll = poll;
        this.retry = retry;
        this.once = once;
    }

    /**
     * How long the step may take in all, from its first attempt: polls, failures, pauses and restarts of the operator included.
     * Without one it may take for ever.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public StepSettings timeout(Duration value) {
        return new StepSettings(positive("timeout", value), poll, retry, once);
    }

    /**
     * How long after a call that said {@link StepResult#poll()} the next one follows; 10 s unless set.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public StepSettings poll(Duration value) {
        return new StepSettings(timeout, positive("poll interval", value), retry, once);
    }

    /** How failed attempts are followed by others; unless set: 1 s, doubling up to 5 min, with jitter, 12 attempts. */
    public StepSettings retry(Backoff value) {
        return new StepSettings(timeout, poll, value, once);
    }

    /**
     * An attempt is never made twice: if the operator ends while it is on its way, the step fails, as nobody knows whether it was
     * done. Such a step cannot poll.
     */
    public StepSettings once() {
        return new StepSettings(timeout, poll, retry, true);
    }

    private static Duration positive(String what, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("the " + what + " of a step must be positive, but is " + value
                    + (what.equals("timeout") ? "; a step without one just has none set" : ""));
        }
        return value;
    }
}
