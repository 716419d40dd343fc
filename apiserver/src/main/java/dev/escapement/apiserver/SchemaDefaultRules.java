package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Defaults must be what the schema would accept. */
final class SchemaDefaultRules {
    private SchemaDefaultRules() {}

    static void check(JsonNode schema, String path, List<Cause> causes) {
        if (schema.hasNonNull("default")) {
            checkDefault(schema, path + ".default", causes);
        }
        for (var property : schema.path("properties").properties()) {
            check(property.getValue(), path + ".properties[" + property.getKey() + "]", causes);
        }
        for (String below : List.of("items", "additionalProperties")) {
            if (schema.path(below).isObject()) {
                check(schema.path(below), path + "." + below, causes);
            }
        }
    }

    private static void checkDefault(JsonNode schema, String path, List<Cause> causes) {
        JsonNode fallback = schema.get("default");
        SchemaNode node = SchemaNode.parse(schema);
        if (fallback instanceof ObjectNode object
                && !SchemaPruning.prune(object.deepCopy(), node).isEmpty()) {
            causes.add(Cause.invalid(path, fallback, "must not have unknown fields"));
            return;
        }
        JsonNode complete = fallback.deepCopy();
        SchemaDefaults.apply(complete, node);
        for (Cause cause : SchemaValidation.validate(complete, node)) {
            String field = cause.field().isEmpty() ? path : path + "." + cause.field();
            causes.add(new Cause(cause.reason(), field, cause.message()));
        }
    }
}
