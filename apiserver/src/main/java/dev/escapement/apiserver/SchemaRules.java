package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What makes a schema acceptable in a CustomResourceDefinition: no keywords that are not supported, list and map types that
 * fit, a structural form, and defaults that the schema itself accepts.
 */
final class SchemaRules {
    private static final Set<String> TYPES = Set.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> SORTED_TYPES = TYPES.stream().sorted().toList();
    private static final List<String> UNSUPPORTED =
            List.of("$ref", "id", "patternProperties", "definitions", "dependencies", "additionalItems");

    private final List<Cause> causes = new ArrayList<>();
    private boolean convertible = true;

    private SchemaRules() {}

    static List<Cause> violations(JsonNode schema, String field) {
        var rules = new SchemaRules();
        if (schema.path("nullable").asBoolean()) {
            rules.causes.add(Cause.forbidden(field + ".nullable", "nullable cannot be true at the root"));
        }
        rules.visit(schema, field, true, false);
        if (rules.convertible) {
            rules.causes.addAll(StructuralRules.violations(schema, field));
        }
        if (rules.causes.isEmpty()) {
            SchemaDefaultRules.check(schema, field, rules.causes);
        }
        return rules.causes;
    }

    private void visit(JsonNode schema, String path, boolean root, boolean inMetadata) {
        checkKeywords(schema, path);
        checkAdditionalProperties(schema, path);
        if (inMetadata && schema.hasNonNull("default")) {
            causes.add(Cause.forbidden(path + ".default", "must not be set in top-level metadata"));
        }
        ListTypeRules.check(schema, path, causes);
        for (var property : schema.path("properties").properties()) {
            boolean metadata = inMetadata || (root && property.getKey().equals("metadata"));
            visit(property.getValue(), path + ".properties[" + property.getKey() + "]", false, metadata);
        }
        JsonNode rest = schema.path("additionalProperties");
        if (rest.isObject()) {
            visit(rest, path + ".additionalProperties", false, inMetadata);
        }
        JsonNode items = schema.path("items");
        if (items.isObject()) {
            visit(items, path + ".items", false, inMetadata);
        }
        for (String junctor : List.of("allOf", "oneOf", "anyOf")) {
            int index = 0;
            for (JsonNode alternative : schema.path(junctor)) {
                visit(alternative, path + "." + junctor + "[" + index + "]", false, inMetadata);
                index++;
            }
        }
        if (schema.path("not").isObject()) {
            visit(schema.path("not"), path + ".not", false, inMetadata);
        }
    }

    private void checkKeywords(JsonNode schema, String path) {
        for (String keyword : UNSUPPORTED) {
            if (schema.hasNonNull(keyword)) {
                causes.add(Cause.forbidden(path + "." + keyword, keyword + " is not supported"));
                convertible = false;
            }
        }
        if (schema.path("items").isArray()) {
            causes.add(Cause.forbidden(path + ".items", "items must be a schema object and not an array"));
            convertible = false;
        }
        String type = Json.text(schema, "type");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            causes.add(Cause.notSupported(path + ".type", type, SORTED_TYPES));
            if (type.equals("null")) {
                causes.add(
                        Cause.forbidden(path + ".type", "type cannot be set to null, use nullable as an alternative"));
            }
        }
        if (schema.path("uniqueItems").asBoolean()) {
            causes.add(Cause.forbidden(
                    path + ".uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        }
        JsonNode preserve = schema.path("x-kubernetes-preserve-unknown-fields");
        if (preserve.isBoolean() && !preserve.booleanValue()) {
            causes.add(Cause.invalid(
                    path + ".x-kubernetes-preserve-unknown-fields", preserve, "must be true or undefined"));
        }
    }

    private void checkAdditionalProperties(JsonNode schema, String path) {
        JsonNode rest = schema.path("additionalProperties");
        boolean restricts = rest.isObject() || (rest.isBoolean() && !rest.booleanValue());
        if (restricts && !schema.path("properties").isEmpty()) {
            causes.add(Cause.forbidden(
                    path + ".additionalProperties", "additionalProperties and properties are mutual exclusive"));
        }
    }
}
