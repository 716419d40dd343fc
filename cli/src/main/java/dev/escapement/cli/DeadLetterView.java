package dev.escapement.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What a {@code DeadLetter} says; what is missing, since somebody wrote it by hand, is empty. */
record DeadLetterView(Metadata metadata, Spec spec) {
    record Metadata(String name, String namespace, @Nullable Map<String, String> annotations) {}

    record Spec(
            @Nullable String operator,
            @Nullable String controller,
            @Nullable String task,
            @Nullable Subject object,
            @Nullable String summary,
            @Nullable String error,
            @Nullable String fingerprint,
            int attempts,
            @Nullable String firstFailure,
            @Nullable String lastFailure,
            @Nullable List<Failure> history) {}

    record Subject(
            @Nullable String kind,
            @Nullable String namespace,
            @Nullable String name,
            long generation) {}

    record Failure(String at, String error) {}

    boolean discarded() {
        return metadata.annotations != null && metadata.annotations.containsKey(DeadLetterRequests.DISCARD);
    }

    String kind() {
        return spec.object == null ? "" : text(spec.object.kind);
    }

    /** Its namespace, if it has one, and its name. */
    String object() {
        if (spec.object == null) {
            return "";
        }
        var namespace = text(spec.object.namespace);
        return (namespace.isEmpty() ? "" : namespace + "/") + objectName();
    }

    String objectName() {
        return spec.object == null ? "" : text(spec.object.name);
    }

    String fingerprint() {
        return text(spec.fingerprint);
    }

    /** The beginning of the error, in one line. */
    String summary() {
        return spec.summary != null
                ? spec.summary
                : text(spec.error).lines().findFirst().orElse("");
    }

    List<Failure> history() {
        return spec.history == null ? List.of() : spec.history;
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** How long ago something was, as kubectl says it. */
    static String age(@Nullable String time, Instant now) {
        if (time == null) {
            return "";
        }
        try {
            var age = Duration.between(Instant.parse(time), now);
            if (age.isNegative()) {
                return "0s";
            }
            return age.toSeconds() < 120
                    ? age.toSeconds() + "s"
                    : age.toMinutes() < 120
                            ? age.toMinutes() + "m"
                            : age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
        } catch (DateTimeParseException e) {
            return "";
        }
    }
}
