package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import com.fasterxml.jackson.databind.JsonNode;

/** The structural form: a type for every field, and value rules that say nothing about types. */
final class StructuralRules {
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";

    private enum Level {
        ROOT("at the root"),
        ITEM("for specified array items"),
        FIELD("for specified object fields");

        private final String where;

        Level(String where) {
            this.where = where;
        }
    }

    private final List<Cause> causes = new ArrayList<>();

    private StructuralRules() {}

    static List<Cause> violations(JsonNode schema, String field) {
        var rules = new StructuralRules();
        rules.visit(schema, Level.ROOT, field);
        rules.causes.sort(Comparator.comparing(Cause::text));
        return rules.causes;
    }

    private void visit(JsonNode schema, Level level, String path) {
        String type = Json.text(schema, "type");
        JsonNode items = schema.path("items");
        if (type.equals("array") && !items.isObject()) {
            causes.add(Cause.required(path + ".items", "must be specified"));
        }
        if (items.isObject()) {
            visit(items, Level.ITEM, path + ".items");
        }
        for (var property : schema.path("properties").properties()) {
            visit(property.getValue(), Level.FIELD, path + ".properties[" + property.getKey() + "]");
        }
        JsonNode rest = schema.path("additionalProperties");
        if (!rest.isMissingNode() && level == Level.ROOT) {
            causes.add(Cause.forbidden(path + ".additionalProperties", "must not be used at the root"));
        }
        if (rest.isObject()) {
            visit(rest, Level.FIELD, path + ".additionalProperties");
        }
        checkExtensions(schema, path);
        checkValueRules(schema, isIntOrString(schema.path("anyOf")), path);
        checkType(schema, type, level, path);
        checkMetadata(schema, level, path);
    }

    private void checkExtensions(JsonNode schema, String path) {
        if (schema.path(INT_OR_STRING).asBoolean()) {
            for (String other : List.of(PRESERVE, EMBEDDED)) {
                if (schema.path(other).asBoolean()) {
                    String detail = "must be false if " + INT_OR_STRING + " is true";
                    causes.add(Cause.invalid(path + "." + other, schema.path(other), detail));
                }
            }
        }
        if (schema.path(EMBEDDED).asBoolean()) {
            if (schema.has("additionalProperties")) {
                causes.add(
                        Cause.forbidden(path + ".additionalProperties", "must not be used if " + EMBEDDED + " is set"));
            }
            if (!schema.path(PRESERVE).asBoolean() && schema.path("properties").isEmpty()) {
                causes.add(Cause.required(
                        path + ".properties", "must not be empty if " + EMBEDDED + " is true without " + PRESERVE));
            }
        }
    }

    private void checkType(JsonNode schema, String type, Level level, String path) {
        boolean free =
                schema.path(INT_OR_STRING).asBoolean() || schema.path(PRESERVE).asBoolean();
        if (schema.path(EMBEDDED).asBoolean() && !type.equals("object")) {
            String detail = "must be object if " + EMBEDDED + " is true";
            causes.add(
                    type.isEmpty()
                            ? Cause.required(path + ".type", detail)
                            : Cause.invalid(path + ".type", type, detail));
        } else if (type.isEmpty() && !free) {
            causes.add(Cause.required(path + ".type", "must not be empty " + level.where));
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
            causes.add(Cause.invalid(path + ".type", type, "must be object at the root"));
        }
    }

    private void checkMetadata(JsonNode schema, Level level, String path) {
        boolean resource = level == Level.ROOT || schema.path(EMBEDDED).asBoolean();
        JsonNode properties = schema.path("properties");
        for (String field : List.of("kind", "apiVersion", "metadata")) {
            String wanted = field.equals("metadata") ? "object" : "string";
            String type = Json.text(properties.path(field), "type");
            if (resource && properties.has(field) && !type.equals(wanted)) {
                causes.add(Cause.invalid(path + ".properties[" + field + "].type", type, "must be " + wanted));
            }
        }
        if (level == Level.ROOT && properties.has("metadata") && !isNamesOnly(properties.path("metadata"))) {
            causes.add(Cause.forbidden(
                    path + ".properties[metadata]",
                    "must not specify anything other than name and generateName, but metadata is implicitly"
                            + " specified"));
        }
    }

    private static boolean isNamesOnly(JsonNode metadata) {
        for (var keyword : metadata.properties()) {
            boolean known =
                    List.of("type", "properties", "default", "description").contains(keyword.getKey());
            if (!known) {
                return false;
            }
        }
        for (var property : metadata.path("properties").properties()) {
            if (!property.getKey().equals("name") && !property.getKey().equals("generateName")) {
                return false;
            }
        }
        return !metadata.has("description");
    }

    /** The one place where types may stand below a junctor: {@code anyOf: [{type: integer}, {type: string}]}. */
    private static boolean isIntOrString(JsonNode anyOf) {
        return anyOf.size() == 2 && isOnlyType(anyOf.get(0), "integer") && isOnlyType(anyOf.get(1), "string");
    }

    private static boolean isOnlyType(JsonNode schema, String type) {
        return schema.size() == 1 && Json.text(schema, "type").equals(type);
    }

    private void checkValueRules(JsonNode schema, boolean skipAnyOf, String path) {
        for (String junctor : List.of("anyOf", "allOf", "oneOf")) {
            int index = 0;
            for (JsonNode alternative : schema.path(junctor)) {
                String at = path + "." + junctor + "[" + index + "]";
                if (!junctor.equals("anyOf") || !skipAnyOf) {
                    boolean pattern = junctor.equals("allOf") && index == 0 && isIntOrString(alternative.path("anyOf"));
                    checkNested(alternative, pattern, at);
                }
                index++;
            }
        }
        if (schema.path("not").isObject()) {
            checkNested(schema.path("not"), false, path + ".not");
        }
        String pattern = Json.text(schema, "pattern");
        try {
            Pattern.compile(pattern.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException invalid) {
            String why = pattern.equals("(")
                    ? "missing closing ): `(`"
                    : Objects.requireNonNullElse(invalid.getDescription(), "") + ": `" + pattern + "`";
            causes.add(Cause.invalid(
                    path + ".pattern",
                    pattern,
                    "must be a valid regular expression, but isn't: error parsing regexp: " + why));
        }
    }

    private void checkNested(JsonNode schema, boolean skipAnyOf, String path) {
        checkValueRules(schema, skipAnyOf, path);
        if (schema.path("items").isObject()) {
            checkNested(schema.path("items"), false, path + ".items");
        }
        for (var property : schema.path("properties").properties()) {
            checkNested(property.getValue(), false, path + ".properties[" + property.getKey() + "]");
        }
        for (String keyword : List.of("type", "title", "description")) {
            forbid(schema, keyword, "must be empty to be structural", path);
        }
        for (String keyword : List.of("additionalProperties", "default")) {
            forbid(schema, keyword, "must be undefined to be structural", path);
        }
        for (String keyword : List.of("nullable", PRESERVE, EMBEDDED, INT_OR_STRING)) {
            if (schema.path(keyword).asBoolean()) {
                forbid(schema, keyword, "must be false to be structural", path);
            }
        }
        forbid(schema, "x-kubernetes-list-map-keys", "must be empty to be structural", path);
        forbid(schema, "x-kubernetes-list-type", "must be undefined to be structural", path);
        forbid(schema, "x-kubernetes-map-type", "must be undefined to be structural", path);
        forbid(schema, "x-kubernetes-validations", "must be empty to be structural", path);
        if (schema.path("properties").has("metadata")) {
            causes.add(Cause.forbidden(path + ".properties[metadata]", "must not be specified in a nested context"));
        }
    }

    private void forbid(JsonNode schema, String keyword, String detail, String path) {
        if (schema.hasNonNull(keyword)) {
            causes.add(Cause.forbidden(path + "." + keyword, detail));
        }
    }
}
