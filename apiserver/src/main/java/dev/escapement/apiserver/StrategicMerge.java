package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: a merge patch that merges lists by a key, and has directives to delete, replace and order
 * (k8s.io/apimachinery/pkg/util/strategicpatch). Only built-in kinds have the types for it.
 */
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_PRIMITIVES = "$deleteFromPrimitiveList/";

    private StrategicMerge() {}

    static ObjectNode apply(ObjectNode target, JsonNode patch, ListTypes types) throws ApiException {
        if (!(patch instanceof ObjectNode changes)) {
            throw ApiException.badRequest("json: cannot unmarshal " + Patches.goType(patch)
                    + " into Go value of type map[string]interface {}");
        }
        return mergeObjects(target.deepCopy(), changes.deepCopy(), types.root());
    }

    /** Both arguments are used up. */
    private static ObjectNode mergeObjects(ObjectNode original, ObjectNode patch, FieldType declared)
            throws ApiException {
        if (patch.has(DIRECTIVE)) {
            return replacement(patch);
        }
        FieldType.Fields fields = declared.of(original).fields();
        retainKeys(original, patch);
        setElementOrders(original, patch, fields);
        for (var change : patch.properties()) {
            String name = change.getKey();
            JsonNode value = change.getValue();
            if (name.startsWith(DELETE_PRIMITIVES)) {
                deletePrimitives(original, name.substring(DELETE_PRIMITIVES.length()), value);
            } else if (value.isNull()) {
                original.remove(name);
            } else {
                original.set(name, mergeValues(original.get(name), value, fieldOf(fields, name)));
            }
        }
        return original;
    }

    private static JsonNode mergeValues(@Nullable JsonNode original, JsonNode patch, FieldType.Field field)
            throws ApiException {
        FieldType type = field.type().get();
        if (original instanceof ObjectNode object && patch instanceof ObjectNode changes) {
            return mergeObjects(object, changes, type);
        }
        if (original instanceof ArrayNode list && patch instanceof ArrayNode changes && field.mergeKey() != null) {
            return mergeLists(list, changes, field.mergeKey(), type);
        }
        return withoutDirectives(patch);
    }

    private static FieldType.Field fieldOf(FieldType.@Nullable Fields fields, String name) {
        FieldType.Field declared = fields == null ? null : fields.declared().get(name);
        if (declared != null) {
            return declared;
        }
        FieldType rest = fields == null ? null : fields.typeOf(name);
        FieldType type = rest == null ? FieldType.DEDUCED : rest;
        return new FieldType.Field(() -> type, false, null);
    }

    private static ObjectNode replacement(ObjectNode patch) throws ApiException {
        return switch (patch.path(DIRECTIVE).asText()) {
            case "replace" -> {
                patch.remove(DIRECTIVE);
                yield patch;
            }
            case "delete" -> JsonNodeFactory.instance.objectNode();
            default -> throw unknownDirective(patch);
        };
    }

    private static ApiException unknownDirective(JsonNode patch) {
        return ApiException.unclassified(
                "unknown patch type: " + patch.path(DIRECTIVE).asText() + " in map: " + GoText.printed(patch));
    }

    private static void retainKeys(ObjectNode original, ObjectNode patch) throws ApiException {
        if (!(patch.remove(RETAIN_KEYS) instanceof ArrayNode keys)) {
            return;
        }
        List<String> kept = SchemaNode.texts(keys);
        for (var change : patch.properties()) {
            boolean directive = change.getKey().startsWith("$");
            if (!directive && !change.getValue().isNull() && !kept.contains(change.getKey())) {
                throw ApiException.unclassified("invalid patch format of retainKeys");
            }
        }
        original.retain(kept);
    }

    private static void deletePrimitives(ObjectNode original, String name, JsonNode values) {
        if (original.get(name) instanceof ArrayNode list) {
            ArrayNode rest = original.putArray(name);
            for (JsonNode item : list) {
                if (values.valueStream().noneMatch(item::equals)) {
                    rest.add(item);
                }
            }
        }
    }

    /** Merges the lists that are to be ordered, so that they are in the original when the rest is merged. */
    private static void setElementOrders(ObjectNode original, ObjectNode patch, FieldType.@Nullable Fields fields)
            throws ApiException {
        var names = new ArrayList<String>();
        patch.fieldNames().forEachRemaining(names::add);
        for (String directive : names) {
            if (directive.startsWith(ORDER) && patch.remove(directive) instanceof ArrayNode order) {
                String name = directive.substring(ORDER.length());
                FieldType.Field field = fieldOf(fields, name);
                String key = field.mergeKey() == null ? "" : field.mergeKey();
                var changes = patch.remove(name) instanceof ArrayNode list ? list : null;
                var before = original.get(name) instanceof ArrayNode list ? list.deepCopy() : null;
                if (changes != null) {
                    StrategicOrder.check(changes, order, key, directive);
                    original.set(name, mergeValues(original.get(name), changes, field));
                }
                if (patch.has(DELETE_PRIMITIVES + name)) {
                    deletePrimitives(original, name, patch.remove(DELETE_PRIMITIVES + name));
                }
                if (original.get(name) instanceof ArrayNode merged) {
                    original.set(name, StrategicOrder.order(merged, order, before, key));
                }
            }
        }
    }

    private static ArrayNode mergeLists(ArrayNode original, ArrayNode patch, String key, FieldType type)
            throws ApiException {
        ArrayNode before = original.deepCopy();
        if (key.isEmpty()) {
            for (JsonNode item : patch) {
                if (original.valueStream().noneMatch(item::equals)) {
                    original.add(item);
                }
            }
            return StrategicOrder.order(original, patch, before, key);
        }
        FieldType itemType =
                type.items() == null ? FieldType.DEDUCED : type.items().type().get();
        ArrayNode plain = JsonNodeFactory.instance.arrayNode();
        boolean replace = false;
        for (JsonNode item : patch) {
            String directive = item.path(DIRECTIVE).asText();
            switch (directive) {
                case "" -> plain.add(item);
                case "replace" -> replace = true;
                case "delete" -> {
                    requireKey(item, key);
                    removeMatching(original, item, key);
                }
                case "merge" -> throw ApiException.unclassified("merging lists cannot yet be specified in the patch");
                default -> throw unknownDirective(item);
            }
        }
        if (replace) {
            return plain;
        }
        for (JsonNode item : plain) {
            requireKey(item, key);
            int index = StrategicOrder.indexOf(original, item, key);
            if (index < 0) {
                original.add(appended(item));
            } else if (original.get(index) instanceof ObjectNode found && item instanceof ObjectNode changes) {
                original.set(index, mergeObjects(found, changes.deepCopy(), itemType));
            }
        }
        return StrategicOrder.order(original, plain, before, key);
    }

    private static void removeMatching(ArrayNode list, JsonNode item, String key) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).path(key).equals(item.path(key))) {
                list.remove(i);
            }
        }
    }

    private static void requireKey(JsonNode item, String key) throws ApiException {
        if (!item.has(key)) {
            throw ApiException.unclassified(
                    "map: " + GoText.printed(item) + " does not contain declared merge key: " + key);
        }
    }

    /** The keys to retain mean nothing to what is new, and the real server leaves them in. */
    private static JsonNode appended(JsonNode item) {
        JsonNode plain = withoutDirectives(item);
        if (plain instanceof ObjectNode object && item.has(RETAIN_KEYS)) {
            object.set(RETAIN_KEYS, item.get(RETAIN_KEYS));
        }
        return plain;
    }

    /** What is new is taken as it is, but for nulls' and directives' sake. */
    private static JsonNode withoutDirectives(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode rest = JsonNodeFactory.instance.objectNode();
            for (var property : object.properties()) {
                if (!property.getKey().startsWith("$") && !property.getValue().isNull()) {
                    rest.set(property.getKey(), withoutDirectives(property.getValue()));
                }
            }
            return rest;
        }
        if (value instanceof ArrayNode list) {
            ArrayNode rest = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : list) {
                if (!item.has(DIRECTIVE)) {
                    rest.add(appended(item));
                }
            }
            return rest;
        }
        return value;
    }
}
