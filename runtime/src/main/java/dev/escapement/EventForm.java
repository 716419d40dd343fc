package dev.escapement;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;

/** The JSON of the Events of events.k8s.io/v1 that one operator writes. */
final class EventForm {
    static final Kind KIND = new Kind("events.k8s.io", "v1", "Event", "events", true);
    /** Go's RFC3339Micro, which MicroTime demands. */
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_INSTANCE = 128;

    private final String controller;
    private final String instance;

    /** The Events of an operator that runs on a host. */
    EventForm(String operator, String host) {
        this.controller = "escapement.dev/" + operator;
        this.instance = host.length() > LONGEST_INSTANCE ? host.substring(0, LONGEST_INSTANCE) : host;
    }

    /**
     * Where the Event of a series is: beside its object, or in {@code default} if that is cluster-scoped, as API servers demand.
     * Its name is always the same, so that a request whose answer was lost can be sent again, and differs from those of earlier
     * series and of other replicas.
     */
    ObjectKey key(EventSeries series) {
        var told = series.told;
        var namespace =
                told.object().namespace().isEmpty() ? "default" : told.object().namespace();
        long mixed = mix(mix(told.key().hashCode()) + mix(instance.hashCode()) + micros(series.first));
        var end = String.format(Locale.ROOT, ".%016x", mixed);
        return new ObjectKey(namespace, prefix(told.object().name(), LONGEST_NAME - end.length()) + end);
    }

    /** An object's name as far as it can begin the name of an Event: those of RBAC's objects may have colons. */
    private static String prefix(String name, int most) {
        var clean = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
        var cut = clean.length() > most ? clean.substring(0, most) : clean;
        var labels = cut.replaceAll("[.-]*\\.[.-]*", ".").replaceAll("^[.-]+|[.-]+$", "");
        return labels.isEmpty() ? "object" : labels;
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long bits) {
        long a = (bits + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }

    ObjectNode event(EventSeries series, EventSeries.State state) {
        var told = series.told;
        var key = key(series);
        var event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", KIND.apiVersion()).put("kind", KIND.name());
        event.putObject("metadata").put("namespace", key.namespace()).put("name", key.name());
        event.put("eventTime", MICROS.format(series.first));
        event.put("type", told.tone() == Events.Tone.NORMAL ? "Normal" : "Warning");
        event.put("reason", told.reason()).put("action", told.action()).put("note", told.note());
        event.put("reportingController", controller).put("reportingInstance", instance);
        var regarding = event.putObject("regarding");
        regarding
                .put("apiVersion", told.kind().apiVersion())
                .put("kind", told.kind().name());
        regarding.put("name", told.object().name()).put("uid", told.uid());
        if (!told.object().namespace().isEmpty()) {
            regarding.put("namespace", told.object().namespace());
        }
        if (state.count() > 1) {
            event.set("series", count(state));
        }
        return event;
    }

    /** The merge patch that brings an Event up to date: nothing else of it may be changed. */
    ObjectNode patch(EventSeries.State state) {
        return JsonNodeFactory.instance.objectNode().set("series", count(state));
    }

    private static ObjectNode count(EventSeries.State state) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("count", state.count())
                .put("lastObservedTime", MICROS.format(state.last()));
    }
}
