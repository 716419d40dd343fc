package dev.escapement;

import java.time.Instant;
import java.util.List;

import dev.escapement.client.ObjectKey;

/**
 * A failure that is no longer retried, as people see it.
 *
 * @param place the namespace and name of its {@code DeadLetter}
 * @param controller the controller's name
 * @param task {@code reconcile}, {@code timer probe}, {@code daemon tail}
 * @param kind the kind of the object
 * @param key the object
 * @param generation what the object asked for; 0 for kinds that do not count it
 * @param error what people are told
 * @param fingerprint the same for failures that differ only in names, numbers and times
 * @param attempts how many were made
 * @param first when the first of them failed
 * @param last when the last of them failed
 * @param history the last of them, oldest first
 */
public record LetterView(
        ObjectKey place,
        String controller,
        String task,
        String kind,
        ObjectKey key,
        long generation,
        String error,
        String fingerprint,
        int attempts,
        Instant first,
        Instant last,
        List<FailureView> history) {
    static LetterView of(Letter letter) {
        return new LetterView(
                letter.place(),
                letter.id().controller(),
                letter.id().task(),
                letter.subject().kind(),
                letter.id().key(),
                letter.subject().generation(),
                letter.error(),
                letter.fingerprint(),
                letter.attempts(),
                letter.first(),
                letter.last(),
                letter.history().stream().map(FailureView::of).toList());
    }
}
