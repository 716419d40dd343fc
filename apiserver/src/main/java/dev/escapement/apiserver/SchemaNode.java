package dev.escapement.apiserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One node of a structural schema.
 *
 * @param types the JSON types allowed; none means any
 * @param fallback the default value, or null
 * @param rest the schema of fields that are not declared, or null when there is none
 * @param closed whether fields that are not declared are refused ({@code additionalProperties: false})
 * @param rules the node itself, for the checks on single values
 */
record SchemaNode(
        List<String> types,
        boolean nullable,
        boolean preservesUnknown,
        boolean embeddedResource,
        boolean atomicObject,
        @Nullable JsonNode fallback,
        Map<String, SchemaNode> properties,
        @Nullable SchemaNode rest,
        boolean open,
        boolean closed,
        @Nullable SchemaNode items,
        String listType,
        List<String> mapKeys,
        JsonNode rules) {

    static SchemaNode parse(JsonNode schema) {
        var properties = new LinkedHashMap<String, SchemaNode>();
        for (var property : schema.path("properties").properties()) {
            properties.put(property.getKey(), parse(property.getValue()));
        }
        JsonNode rest = schema.path("additionalProperties");
        boolean open = rest.isObject() || rest.asBoolean();
        JsonNode items = schema.path("items");
        return new SchemaNode(
                types(schema),
                schema.path("nullable").asBoolean(),
                schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
                schema.path("x-kubernetes-embedded-resource").asBoolean(),
                Json.text(schema, "x-kubernetes-map-type").equals("atomic"),
                schema.hasNonNull("default") ? schema.get("default") : null,
                properties,
                rest.isObject() ? parse(rest) : null,
                open,
                rest.isBoolean() && !rest.asBoolean(),
                items.isObject() ? parse(items) : null,
                Json.text(schema, "x-kubernetes-list-type"),
                texts(schema.path("x-kubernetes-list-map-keys")),
                schema);
    }

    private static List<String> types(JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return List.of("integer", "string");
        }
        String type = Json.text(schema, "type");
        return type.isEmpty() ? List.of() : List.of(type);
    }

    static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    /** The schema of a field; null when nothing is known about it. */
    @Nullable
    SchemaNode of(String field) {
        SchemaNode declared = properties.get(field);
        return declared == null ? rest : declared;
    }

    List<String> required() {
        return texts(rules.path("required"));
    }

    List<SchemaNode> alternatives(String junctor) {
        return rules.path(junctor).valueStream().map(SchemaNode::parse).toList();
    }

    /** As the root of an object: its apiVersion, kind and metadata are not the schema's business. */
    SchemaNode asResource() {
        return new SchemaNode(
                types,
                nullable,
                preservesUnknown,
                true,
                atomicObject,
                fallback,
                properties,
                rest,
                open,
                closed,
                items,
                listType,
                mapKeys,
                rules);
    }
}
