package dev.escapement.apiserver;

import java.util.ArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Fills in the defaults of a schema. */
final class SchemaDefaults {
    private SchemaDefaults() {}

    static void apply(JsonNode value, @Nullable SchemaNode schema) {
        if (schema == null) {
            return;
        }
        switch (value) {
            case ObjectNode object -> {
                schema.properties().forEach((name, property) -> {
                    JsonNode fallback = property.fallback();
                    if (fallback != null && (!object.has(name) || isForbiddenNull(object.get(name), property))) {
                        object.set(name, fallback.deepCopy());
                    }
                });
                for (var property : object.properties()) {
                    SchemaNode below = schema.of(property.getKey());
                    JsonNode fallback = below == null ? null : below.fallback();
                    if (below != null && fallback != null && isForbiddenNull(property.getValue(), below)) {
                        property.setValue(fallback.deepCopy());
                    }
                    apply(property.getValue(), below);
                }
            }
            case ArrayNode array -> {
                SchemaNode items = schema.items();
                for (int i = 0; i < array.size(); i++) {
                    JsonNode fallback = items == null ? null : items.fallback();
                    if (items != null && fallback != null && isForbiddenNull(array.get(i), items)) {
                        array.set(i, fallback.deepCopy());
                    }
                    apply(array.get(i), items);
                }
            }
            default -> {}
        }
    }

    /** A null that is not allowed and has no default counts as absent. */
    static void removeNulls(JsonNode value, @Nullable SchemaNode schema) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                SchemaNode below = schema.of(name);
                if (below != null && isForbiddenNull(object.get(name), below)) {
                    object.remove(name);
                } else {
                    removeNulls(object.path(name), below);
                }
            }
        } else if (value.isArray()) {
            value.forEach(item -> removeNulls(item, schema.items()));
        }
    }

    private static boolean isForbiddenNull(@Nullable JsonNode value, SchemaNode schema) {
        return value != null && value.isNull() && !schema.nullable();
    }
}
