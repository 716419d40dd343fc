package dev.escapement.apiserver;

import java.util.HashSet;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

/** Where x-kubernetes-list-type, -list-map-keys and -map-type may stand. */
final class ListTypeRules {
    private static final String LIST_TYPE = "x-kubernetes-list-type";
    private static final String MAP_TYPE = "x-kubernetes-map-type";
    private static final String KEYS = "x-kubernetes-list-map-keys";

    private ListTypeRules() {}

    static void check(JsonNode schema, String path, List<Cause> causes) {
        String listType = Json.text(schema, LIST_TYPE);
        if (schema.hasNonNull(MAP_TYPE)) {
            requireType(schema, path, "object", MAP_TYPE, causes);
            requireOneOf(schema, path, MAP_TYPE, List.of("atomic", "granular"), causes);
        }
        if (schema.hasNonNull(LIST_TYPE)) {
            boolean isArray = requireType(schema, path, "array", LIST_TYPE, causes);
            if (isArray && listType.equals("set")) {
                checkSetItems(schema.path("items"), path, causes);
            }
            requireOneOf(schema, path, LIST_TYPE, List.of("atomic", "set", "map"), causes);
        }
        if (!schema.path(KEYS).isEmpty() && !listType.equals("map")) {
            String detail = "must be map if " + KEYS + " is non-empty";
            causes.add(
                    schema.hasNonNull(LIST_TYPE)
                            ? Cause.invalid(path + "." + LIST_TYPE, listType, detail)
                            : Cause.required(path + "." + LIST_TYPE, detail));
        }
        if (listType.equals("map")) {
            checkMap(schema, path, causes);
        }
        if (listType.equals("map") || listType.equals("set")) {
            checkKeysAreThere(schema, listType, path, causes);
        }
    }

    private static boolean requireType(JsonNode schema, String path, String type, String because, List<Cause> causes) {
        String actual = Json.text(schema, "type");
        if (actual.equals(type)) {
            return true;
        }
        String detail = "must be " + type + " if " + because + " is specified";
        causes.add(
                actual.isEmpty()
                        ? Cause.required(path + ".type", detail)
                        : Cause.invalid(path + ".type", actual, detail));
        return false;
    }

    private static void requireOneOf(
            JsonNode schema, String path, String keyword, List<String> supported, List<Cause> causes) {
        String value = Json.text(schema, keyword);
        if (!supported.contains(value)) {
            causes.add(Cause.notSupported(path + "." + keyword, value, supported));
        }
    }

    private static void checkSetItems(JsonNode items, String path, List<Cause> causes) {
        String detail = "must be atomic as item of a list with " + LIST_TYPE + "=set";
        String listType = Json.text(items, LIST_TYPE);
        if (Json.text(items, "type").equals("array") && !listType.isEmpty() && !listType.equals("atomic")) {
            causes.add(Cause.invalid(path + ".items." + LIST_TYPE, listType, detail));
        }
        if (Json.text(items, "type").equals("object")
                && !Json.text(items, MAP_TYPE).equals("atomic")) {
            // The real server shows the list type of the items here, which is rarely there.
            JsonNode shown = items.has(LIST_TYPE) ? items.get(LIST_TYPE) : NullNode.instance;
            causes.add(Cause.invalid(path + ".items." + MAP_TYPE, shown, detail));
        }
    }

    private static void checkMap(JsonNode schema, String path, List<Cause> causes) {
        String because = " if " + LIST_TYPE + " is map";
        if (schema.path(KEYS).isEmpty()) {
            causes.add(Cause.required(path + "." + KEYS, "must not be empty" + because));
        }
        JsonNode items = schema.path("items");
        if (!items.isObject()) {
            causes.add(Cause.required(path + ".items", "must have a schema" + because));
            return;
        }
        String type = Json.text(items, "type");
        if (!type.equals("object")) {
            causes.add(Cause.invalid(
                    path + ".items.type", type, "must be object if parent array's " + LIST_TYPE + " is map"));
            return;
        }
        var seen = new HashSet<String>();
        for (String key : SchemaNode.texts(schema.path(KEYS))) {
            JsonNode property = items.path("properties").path(key);
            String keyType = Json.text(property, "type");
            if (property.isMissingNode()) {
                causes.add(Cause.invalid(
                        path + "." + KEYS, schema.path(KEYS), "entries must all be names of item properties"));
            } else if (keyType.equals("array") || keyType.equals("object")) {
                causes.add(Cause.invalid(
                        path + ".items.properties[" + key + "].type",
                        type,
                        "must be a scalar type if parent array's " + LIST_TYPE + " is map"));
            }
            if (!seen.add(key)) {
                causes.add(Cause.invalid(path + "." + KEYS, schema.path(KEYS), "must not contain duplicate entries"));
            }
        }
    }

    private static void checkKeysAreThere(JsonNode schema, String listType, String path, List<Cause> causes) {
        JsonNode items = schema.path("items");
        if (items.path("nullable").asBoolean()) {
            causes.add(Cause.forbidden(
                    path + ".items.nullable", "cannot be nullable when " + LIST_TYPE + " is " + listType));
        }
        List<String> required = SchemaNode.texts(items.path("required"));
        for (String key : listType.equals("map") ? SchemaNode.texts(schema.path(KEYS)) : List.<String>of()) {
            JsonNode property = items.path("properties").path(key);
            String at = path + ".items.properties[" + key + "]";
            if (property.isObject() && !required.contains(key) && !property.hasNonNull("default")) {
                causes.add(Cause.required(
                        at + ".default",
                        "this property is in " + KEYS + ", so it must have a default or be a required property"));
            }
            if (property.path("nullable").asBoolean()) {
                causes.add(Cause.forbidden(
                        at + ".nullable", "this property is in " + KEYS + ", so it cannot be nullable"));
            }
        }
    }
}
