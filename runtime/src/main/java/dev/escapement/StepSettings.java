package dev.escapement;

import java.time.Duration;
import java.util.function.Function;

import dev.escapement.time.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * How one step of {@link Steps} is timed. Immutable: each method returns other settings.
 *
 * @param <T> the type of the objects
 */
public final class StepSettings<T> {
    private static final Duration POLL = Duration.ofSeconds(10);

    final @Nullable Duration timeout;
    /** For timeouts that objects say. */
    final @Nullable Function<? super T, Duration> timeoutOf;

    final Duration poll;
    final Backoff retry;
    final boolean once;

    private StepSettings(
            @Nullable Duration timeout,
            @Nullable Function<? super T, Duration> timeoutOf,
            Duration poll,
            Backoff retry,
            boolean once) {
        this.timeout = timeout;
        this.timeoutOf = timeoutOf;
        this.poll = poll;
        this.retry = retry;
        this.once = once;
    }

    static <T> StepSettings<T> usual() {
        return new StepSettings<>(null, null, POLL, Controller.RETRY, false);
    }

    /**
     * How long the step may take in all, from its first attempt: polls, failures, pauses and restarts of the operator included.
     * Without one it may take for ever.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public StepSettings<T> timeout(Duration value) {
        return new StepSettings<>(positive("timeout", value), null, poll, retry, once);
    }

    /** The same, as each object says; what it says must be positive, else the object becomes a dead letter. */
    public StepSettings<T> timeoutOf(Function<? super T, Duration> value) {
        return new StepSettings<>(null, value, poll, retry, once);
    }

    /** With the timeout of an object. */
    StepSettings<T> of(T object) {
        return timeoutOf == null ? this : timeout(timeoutOf.apply(object));
    }

    /**
     * How long after a call that said {@link StepResult#poll()} the next one follows; 10 s unless set.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public StepSettings<T> poll(Duration value) {
        return new StepSettings<>(timeout, timeoutOf, positive("poll interval", value), retry, once);
    }

    /** How failed attempts are followed by others; unless set: 1 s, doubling up to 5 min, with jitter, 12 attempts. */
    public StepSettings<T> retry(Backoff value) {
        return new StepSettings<>(timeout, timeoutOf, poll, value, once);
    }

    /**
     * An attempt is never made twice: if the operator ends while it is on its way, the step fails, as nobody knows whether it was
     * done. Such a step cannot poll.
     */
    public StepSettings<T> once() {
        return new StepSettings<>(timeout, timeoutOf, poll, retry, true);
    }

    private static Duration positive(String what, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("the " + what + " of a step must be positive, but is " + value
                    + (what.equals("timeout") ? "; a step without one just has none set" : ""));
        }
        return value;
    }
}
