package dev.escapement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What people ask of a sequence by annotations of its object. A value acts once, which the status remembers; to ask for the same
 * again, a number is added to it: {@code verify#2}.
 *
 * @param names of the steps there are
 * @param annotations of the object
 * @param now the time
 */
record Wishes(List<String> names, Map<String, String> annotations, Instant now) {
    static final String SKIP = "escapement.dev/skip";
    static final String ABORT = "escapement.dev/abort";
    static final String RETRY_FROM = "escapement.dev/retry-from";

    /** What became of a wish. */
    private record Answer(StepsStatus status, Optional<String> refusal) {
        static Answer done(StepsStatus status) {
            return new Answer(status, Optional.empty());
        }

        static Answer refused(StepsStatus status, String annotation, String why) {
            return new Answer(status, Optional.of(annotation + ": " + why));
        }
    }

    /** The status with all that is asked for, and was not before. */
    StepsStatus applyTo(StepsStatus before) {
        var acted = before.acted();
        var skip = annotations.get(SKIP);
        var abort = annotations.get(ABORT);
        var retryFrom = annotations.get(RETRY_FROM);
        var wished = new StepsStatus.Acted(skip, abort, retryFrom);
        if (wished.equals(acted)) {
            return before;
        }
        var answer = Answer.done(before);
        boolean asked = false;
        if (isNew(abort, acted.abort())) {
            asked = true;
            answer = abort(answer.status);
        }
        if (retryFrom != null && isNew(retryFrom, acted.retryFrom())) {
            asked = true;
            answer = and(answer, retryFrom(answer.status, retryFrom));
        }
        if (skip != null && isNew(skip, acted.skip())) {
            asked = true;
            answer = and(answer, skip(answer.status, skip));
        }
        boolean isOver = asked || (skip == null && abort == null && retryFrom == null);
        return answer.status.with(wished, isOver ? answer.refusal.orElse(null) : before.notice());
    }

    private static boolean isNew(@Nullable String value, @Nullable String acted) {
        return value != null && !Objects.equals(value, acted);
    }

    private static Answer and(Answer one, Answer other) {
        return new Answer(other.status, one.refusal.isPresent() ? one.refusal : other.refusal);
    }

    private Answer abort(StepsStatus status) {
        if (status.phase() != StepsStatus.Phase.RUNNING) {
            return Answer.refused(status, ABORT, "there is nothing to abort, as the steps have ended");
        }
        int index = status.currentIndex();
        var step = status.steps().get(index);
        var cause = step.message() == null ? "aborted" : "aborted; last: " + step.message();
        return Answer.done(status.with(index, step.ended(StepStatus.Phase.ABORTED, now, cause), now));
    }

    private Answer retryFrom(StepsStatus status, String value) {
        var current = status.with(names, now);
        int index = current.index(step(value));
        if (index < 0) {
            return unknown(status, RETRY_FROM, value);
        }
        var open = current.steps().subList(0, index).stream()
                .filter(s -> !s.phase().isPassed())
                .findFirst();
        return open.isPresent()
                ? Answer.refused(
                        status,
                        RETRY_FROM,
                        "the step " + step(value) + " cannot be retried while "
                                + open.get().name() + ", which comes before it, is neither done nor skipped")
                : Answer.done(current.resetFrom(index, now));
    }

    private Answer skip(StepsStatus status, String value) {
        var current = status.with(names, now);
        int index = current.index(step(value));
        if (index < 0) {
            return unknown(status, SKIP, value);
        }
        var step = current.steps().get(index);
        return switch (step.phase()) {
            case SUCCEEDED, SKIPPED, ABORTED ->
                Answer.refused(
                        status,
                        SKIP,
                        "the step " + step.name() + " cannot be skipped: it "
                                + switch (step.phase()) {
                                    case SUCCEEDED -> "is done";
                                    case SKIPPED -> "was skipped already";
                                    default -> "was aborted; use " + RETRY_FROM;
                                });
            case PENDING, RUNNING, FAILED, TIMED_OUT ->
                Answer.done(current.with(index, step.ended(StepStatus.Phase.SKIPPED, now, step.message()), now));
        };
    }

    private Answer unknown(StepsStatus status, String annotation, String value) {
        return Answer.refused(
                status, annotation, "there is no step \"" + step(value) + "\"; there are " + String.join(", ", names));
    }

    /** Without what makes one wish differ from an earlier one for the same step. */
    private static String step(String value) {
        int mark = value.indexOf('#');
        return (mark < 0 ? value : value.substring(0, mark)).strip();
    }
}
