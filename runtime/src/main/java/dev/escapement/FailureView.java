package dev.escapement;

import java.time.Instant;

/**
 * A failed attempt.
 *
 * @param at when it failed
 * @param error what people are told
 */
public record FailureView(Instant at, String error) {
    static FailureView of(DeadLetters.Failure failure) {
        return new FailureView(failure.at(), failure.error());
    }
}
