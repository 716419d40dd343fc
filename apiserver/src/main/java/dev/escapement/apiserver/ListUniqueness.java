package dev.escapement.apiserver;

import java.util.HashMap;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Items of sets and keys of map lists may not repeat. */
final class ListUniqueness {
    private ListUniqueness() {}

    static void validate(JsonNode value, SchemaNode schema, String path, List<Cause> causes) {
        if (value.isArray()) {
            if (schema.listType().equals("set")) {
                reportRepeated(value.valueStream().toList(), path, causes);
            } else if (schema.listType().equals("map")) {
                validateMap(value, schema, path, causes);
            }
            if (schema.items() != null) {
                for (int i = 0; i < value.size(); i++) {
                    validate(value.get(i), schema.items(), path + "[" + i + "]", causes);
                }
            }
        } else if (value.isObject()) {
            for (var property : value.properties()) {
                String name = property.getKey();
                SchemaNode declared = schema.properties().get(name);
                SchemaNode below = schema.of(name);
                if (below != null) {
                    String at = declared == null ? path + "[" + name + "]" : path.isEmpty() ? name : path + "." + name;
                    validate(property.getValue(), below, at, causes);
                }
            }
        }
    }

    private static void validateMap(JsonNode list, SchemaNode schema, String path, List<Cause> causes) {
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isObject() && !list.get(i).isNull()) {
                causes.add(Cause.invalid(
                        path + "[" + i + "]", list.get(i), "must be an object for an array of list-type map"));
                return;
            }
        }
        reportRepeated(list.valueStream().map(item -> keys(item, schema)).toList(), path, causes);
    }

    private static JsonNode keys(JsonNode item, SchemaNode schema) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        for (String key : schema.mapKeys()) {
            if (item.has(key)) {
                keys.set(key, item.get(key));
            }
        }
        return keys;
    }

    /** Each value that repeats is reported once, where it does so first. */
    private static void reportRepeated(List<JsonNode> values, String path, List<Cause> causes) {
        var times = new HashMap<JsonNode, Integer>();
        for (int i = 0; i < values.size(); i++) {
            if (times.merge(values.get(i), 1, Integer::sum) == 2) {
                causes.add(Cause.duplicate(path + "[" + i + "]", values.get(i)));
            }
        }
    }
}
