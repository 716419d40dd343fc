package dev.escapement.apiserver;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Defaults by Go type, wherever an object of the type stands: the same pod template is filled in alike in a Deployment and
 * in a Job. They may run on every write, since they only fill what is absent.
 */
final class BuiltinDefaults {
    private static final Map<String, Consumer<ObjectNode>> BY_TYPE = new HashMap<>();

    static {
        PodDefaults.register(BY_TYPE);
        WorkloadDefaults.register(BY_TYPE);
        ClusterDefaults.register(BY_TYPE);
    }

    private BuiltinDefaults() {}

    /** From the outside in: an object's own defaults may make the parts that then get theirs. */
    static void apply(JsonNode value, FieldType declared) {
        FieldType type = declared.of(value);
        if (value instanceof ObjectNode object && type.fields() != null) {
            BY_TYPE.getOrDefault(type.fields().name(), _ -> {}).accept(object);
            for (var property : object.properties()) {
                FieldType below = type.fields().typeOf(property.getKey());
                if (below != null) {
                    apply(property.getValue(), below);
                }
            }
        } else if (value instanceof ArrayNode && type.items() != null) {
            FieldType below = type.items().type().get();
            value.forEach(item -> apply(item, below));
        }
    }

    /** Go cannot tell an empty text from an absent one. */
    static void text(ObjectNode object, String field, String fallback) {
        if (Json.text(object, field).isEmpty()) {
            object.put(field, fallback);
        }
    }

    static void number(ObjectNode object, String field, int fallback) {
        if (!object.hasNonNull(field)) {
            object.put(field, fallback);
        }
    }

    static void flag(ObjectNode object, String field, boolean fallback) {
        if (!object.hasNonNull(field)) {
            object.put(field, fallback);
        }
    }

    static ObjectNode map(ObjectNode object, String field) {
        return Json.child(object, field);
    }
}
