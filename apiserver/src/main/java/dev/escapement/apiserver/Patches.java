package dev.escapement.apiserver;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The two patch formats that need no schema: JSON patch (RFC 6902) and JSON merge patch (RFC 7386). */
final class Patches {
    private Patches() {}

    static ObjectNode json(ObjectNode target, JsonNode patch) throws ApiException {
        // The real server decodes the result in this order, and complains of the first value of a wrong type.
        return sorted(JsonPatch.apply(target, patch));
    }

    private static ObjectNode sorted(ObjectNode object) {
        ObjectNode sorted = Trees.object();
        object.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(field -> {
            JsonNode value = field.getValue();
            sorted.set(field.getKey(), value instanceof ObjectNode inner ? sorted(inner) : value);
        });
        return sorted;
    }

    static ObjectNode merge(ObjectNode target, JsonNode patch) throws ApiException {
        if (patch.isNull()) {
            throw ApiException.badRequest("Invalid JSON Patch");
        }
        if (!(patch instanceof ObjectNode changes)) {
            throw ApiException.badRequest("error decoding patch: json: cannot unmarshal " + goType(patch)
                    + " into Go value of type map[string]interface {}");
        }
        ObjectNode merged = target.deepCopy();
        mergeInto(merged, changes);
        return merged;
    }

    private static void mergeInto(ObjectNode target, ObjectNode patch) {
        for (var change : patch.properties()) {
            JsonNode value = change.getValue();
            if (value.isNull()) {
                target.remove(change.getKey());
            } else if (value instanceof ObjectNode nested) {
                if (target.get(change.getKey()) instanceof ObjectNode existing) {
                    mergeInto(existing, nested);
                } else {
                    mergeInto(target.putObject(change.getKey()), nested);
                }
            } else {
                target.set(change.getKey(), value.deepCopy());
            }
        }
    }

    /** The word that encoding/json uses for a value of the wrong type. */
    static String goType(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case STRING -> "string";
            case OBJECT -> "object";
            case ARRAY -> "array";
            default -> "number";
        };
    }
}
