package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.Controls;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

import static dev.escapement.cli.DeadLetterView.text;

/**
 * What the cluster alone tells of an object.
 *
 * @param observedGeneration of its status; null if its status has none
 * @param conditions of its status
 * @param paused the annotation that has controllers leave it alone; empty if there is none
 * @param deleting since when it is being deleted; empty if it is not
 * @param finalizers what keeps it from going then
 * @param letters its dead letters
 * @param events the latest Events about it, the latest first
 * @param unknown what could not be found out
 */
record ClusterStory(
        long generation,
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        String paused,
        String deleting,
        List<String> finalizers,
        List<Letter> letters,
        List<Event> events,
        List<String> unknown) {
    private static final Kind EVENTS = new Kind("events.k8s.io", "v1", "Event", "events", true);
    private static final int SHOWN = 5;
    private static final int PAGE = 100;

    record Condition(String type, String status, String reason, String message) {}

    record Letter(
            String name, String namespace, String controller, String task, String error, int attempts, String last) {}

    record Event(String at, String type, String reason, String note, int count) {}

    /** Finds it out; empty if there is no such object. */
    static Optional<ClusterStory> of(ApiClient client, Kind kind, ObjectKey key) throws InterruptedException {
        JsonNode object;
        try {
            object = client.json().parse(client.send(ApiRequest.of("GET", kind.path(key))));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
        var unknown = new ArrayList<String>();
        var metadata = object.path("metadata");
        var finalizers = new ArrayList<String>();
        metadata.path("finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
        var observed = object.path("status").path("observedGeneration");
        return Optional.of(new ClusterStory(
                metadata.path("generation").asLong(),
                observed.isNumber() ? observed.asLong() : null,
                conditions(object),
                metadata.path("annotations").path(Controls.PAUSED).asText(),
                metadata.path("deletionTimestamp").asText(),
                finalizers,
                letters(client, kind, key, unknown),
                events(client, kind, key, unknown),
                unknown));
    }

    private static List<Condition> conditions(JsonNode object) {
        var conditions = new ArrayList<Condition>();
        object.path("status")
                .path("conditions")
                .forEach(condition -> conditions.add(new Condition(
                        condition.path("type").asText(),
                        condition.path("status").asText(),
                        condition.path("reason").asText(),
                        condition.path("message").asText())));
        return conditions;
    }

    private static List<Letter> letters(ApiClient client, Kind kind, ObjectKey key, List<String> unknown)
            throws InterruptedException {
        try {
            var selection = Selection.in(key.namespace()).labelled("escapement.dev/kind=" + kind.name());
            return new DeadLetterRequests(client)
                    .list(selection).stream()
                            .map(DeadLetterRequests.Found::view)
                            .filter(letter -> letter.objectName().equals(key.name()))
                            .map(letter -> new Letter(
                                    letter.metadata().name(),
                                    letter.metadata().namespace(),
                                    text(letter.spec().controller()),
                                    text(letter.spec().task()),
                                    text(letter.spec().error()),
                                    letter.spec().attempts(),
                                    text(letter.spec().lastFailure())))
                            .toList();
        } catch (Failure e) {
            unknown.add("dead letters: " + e.getMessage());
            return List.of();
        }
    }

    private static List<Event> events(ApiClient client, Kind kind, ObjectKey key, List<String> unknown)
            throws InterruptedException {
        var namespace = key.namespace().isEmpty() ? "default" : key.namespace();
        var selection =
                Selection.in(namespace).fields("regarding.kind=" + kind.name() + ",regarding.name=" + key.name());
        var events = new ArrayList<Event>();
        try {
            for (var item :
                    client.list(Clock.system(), EVENTS, selection, PAGE, "").items()) {
                var event = client.json().parse(item.json());
                var series = event.path("series");
                events.add(new Event(
                        first(
                                series.path("lastObservedTime"),
                                event.path("eventTime"),
                                event.path("deprecatedLastTimestamp")),
                        event.path("type").asText(),
                        event.path("reason").asText(),
                        event.path("note").asText(),
                        Math.max(
                                1,
                                series.path("count")
                                        .asInt(event.path("deprecatedCount").asInt()))));
            }
        } catch (ApiException e) {
            unknown.add("Events: " + e.getMessage());
        }
        events.sort((one, other) -> other.at.compareTo(one.at));
        return List.copyOf(events.subList(0, Math.min(SHOWN, events.size())));
    }

    private static String first(JsonNode... times) {
        for (var time : times) {
            if (time.isTextual()) {
                return time.asText();
            }
        }
        return "";
    }
}
