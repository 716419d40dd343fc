package dev.escapement.apiserver;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Between the version in which an object is kept and those in which it is served. Versions of a custom resource differ in their
 * name only; an Event of events.k8s.io is the core one with other field names, so that what is reported there is seen by kubectl.
 */
final class Conversion {
    /** The fields of a core Event by their names in events.k8s.io. */
    private static final Map<String, String> EVENT = Map.of(
            "regarding", "involvedObject",
            "note", "message",
            "reportingController", "reportingComponent",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count");

    private Conversion() {}

    static boolean renames(Resource resource) {
        return resource.group().equals("events.k8s.io");
    }

    /** Turns an object into the form in which it is kept. */
    static ObjectNode toStored(Resource resource, ObjectNode object) {
        if (renames(resource)) {
            EVENT.forEach((served, kept) -> rename(object, served, kept));
        }
        if (resource.custom() != null && resource.converts()) {
            resource.custom().storedSchema().prune(object);
            resource.custom().storedSchema().applyDefaults(object);
        }
        return object.put("apiVersion", resource.storedApiVersion());
    }

    /** Turns a kept object into the form in which a resource serves it. */
    static ObjectNode fromStored(Resource resource, ObjectNode object) {
        if (renames(resource)) {
            EVENT.forEach((served, kept) -> rename(object, kept, served));
        }
        if (resource.custom() != null && resource.converts()) {
            resource.custom().schema().prune(object);
        }
        return object.put("apiVersion", resource.apiVersion());
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }
}
