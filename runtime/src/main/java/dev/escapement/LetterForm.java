package dev.escapement;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.DeadLetters.Failure;
import dev.escapement.Letter.State;
import dev.escapement.Letter.Subject;
import dev.escapement.client.Json;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import org.jspecify.annotations.Nullable;

/** How a letter is written in the cluster: as a {@code DeadLetter} beside its object. */
final class LetterForm {
    static final Kind KIND = new Kind("escapement.dev", "v1alpha1", "DeadLetter", "deadletters", true);
    static final String OPERATOR = "escapement.dev/operator";
    /** An annotation; whatever its value is, the object is tried once more. */
    static final String RELEASE = "escapement.dev/release";
    /** An annotation; whatever its value is, the object stays untried, and nobody wants to see the letter. */
    static final String DISCARD = "escapement.dev/discard";

    private static final int LONGEST_SUMMARY = 80;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 200;
    private static final int DIGITS = 10;

    private final String operator;
    private final String home;
    private final Json json;

    /**
     * The form of an operator's letters.
     *
     * @param home the namespace for letters about cluster-scoped objects
     */
    LetterForm(String operator, String home, Json json) {
        this.operator = operator;
        this.home = home;
        this.json = json;
    }

    /** Where a letter lies: always in the same place, so that it is written once however often it is written. */
    ObjectKey place(DeadLetters.Id id, String uid) {
        var whole = String.join("\n", operator, id.controller(), id.task(), uid);
        var name = id.key().name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
        name = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        name = name.replaceAll("^[.-]+|[.-]+$", "").replaceAll("[.-]*\\.[.-]*", ".");
        return new ObjectKey(
                id.key().namespace().isEmpty() ? home : id.key().namespace(),
                (name.isEmpty() ? "letter" : name) + "-" + Fingerprint.hash(whole, DIGITS));
    }

    byte[] write(Letter letter) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", KIND.apiVersion()).put("kind", KIND.name());
        var metadata = document.putObject("metadata");
        metadata.put("name", letter.place().name())
                .put("namespace", letter.place().namespace());
        metadata.putObject("labels")
                .put(OPERATOR, label(operator))
                .put("escapement.dev/controller", label(letter.id().controller()))
                .put("escapement.dev/fingerprint", letter.fingerprint())
                .put("escapement.dev/kind", label(letter.subject().kind()));
        var subject = letter.subject();
        // Collected with its object. It lies in the namespace of the object, or the object in none, so this is legal.
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", subject.apiVersion())
                .put("kind", subject.kind())
                .put("name", letter.id().key().name())
                .put("uid", subject.uid());
        spec(letter, document.putObject("spec"));
        return json.encode(document);
    }

    private void spec(Letter letter, ObjectNode spec) {
        var key = letter.id().key();
        var subject = letter.subject();
        spec.put("operator", operator)
                .put("controller", letter.id().controller())
                .put("task", letter.id().task());
        spec.putObject("object")
                .put("apiVersion", subject.apiVersion())
                .put("kind", subject.kind())
                .put("namespace", key.namespace())
                .put("name", key.name())
                .put("uid", subject.uid())
                .put("generation", subject.generation());
        spec.put("summary", summary(letter.error()))
                .put("error", letter.error())
                .put("fingerprint", letter.fingerprint())
                .put("attempts", letter.attempts())
                .put("firstFailure", letter.first().toString())
                .put("lastFailure", letter.last().toString());
        var history = spec.putArray("history");
        letter.history()
                .forEach(failure ->
                        history.addObject().put("at", failure.at().toString()).put("error", failure.error()));
    }

    /** The beginning of an error, in one line. */
    static String summary(String error) {
        var line = error.strip().lines().findFirst().orElse("");
        return Letter.bounded(line, LONGEST_SUMMARY);
    }

    private static String label(String text) {
        var allowed = text.replaceAll("[^A-Za-z0-9_.-]", "-");
        var bounded = allowed.length() > LONGEST_LABEL ? allowed.substring(0, LONGEST_LABEL) : allowed;
        return bounded.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    }

    /**
     * Reads a letter of this operator.
     *
     * @throws IllegalArgumentException if somebody has made it something else
     */
    Letter read(RawObject object) {
        try {
            var spec = json.decode(object.json(), Document.class).spec();
            var about = spec.object();
            var key = new ObjectKey(about.namespace() == null ? "" : about.namespace(), about.name());
            var discarded = object.header().annotations().containsKey(DISCARD);
            return new Letter(
                    new DeadLetters.Id(spec.controller(), spec.task(), key),
                    object.header().key(),
                    new Subject(about.apiVersion(), about.kind(), about.uid(), about.generation()),
                    discarded ? State.DISCARDED : State.PARKED,
                    spec.error(),
                    spec.fingerprint(),
                    spec.attempts(),
                    Instant.parse(spec.firstFailure()),
                    Instant.parse(spec.lastFailure()),
                    spec.history() == null
                            ? List.of()
                            : spec.history().stream()
                                    .map(one -> new Failure(Instant.parse(one.at()), one.error()))
                                    .toList());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "DeadLetter " + object.header().key() + " is not as this operator writes it: " + e.getMessage(), e);
        }
    }

    private record Document(Spec spec) {}

    private record Spec(
            String controller,
            String task,
            About object,
            String error,
            String fingerprint,
            int attempts,
            String firstFailure,
            String lastFailure,
            @Nullable List<Past> history) {}

    private record About(
            String apiVersion, String kind, @Nullable String namespace, String name, String uid, long generation) {}

    private record Past(String at, String error) {}
}
