package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Takes a set of fields out of an object. */
final class TypedRemoval {
    private TypedRemoval() {}

    static ObjectNode without(ObjectNode object, FieldSet fields, FieldType type) {
        return remove(object, fields, type) instanceof ObjectNode rest ? rest : JsonNodeFactory.instance.objectNode();
    }

    /** What is left of a value; null (as JSON) when that is nothing, or an atomic value of which a part was to go. */
    private static JsonNode remove(JsonNode value, FieldSet fields, FieldType declared) {
        FieldType type = declared.of(value);
        JsonNode rest = value;
        if (type.fields() != null) {
            rest = value.isObject() && !value.isEmpty() && !type.fields().atomic()
                    ? removeFields(value, fields, type.fields())
                    : null;
        } else if (type.scalar() == null && type.items() != null) {
            rest = value.isArray() && !value.isEmpty() && !type.items().atomic()
                    ? removeItems(value, fields, type.items())
                    : null;
        }
        return rest == null ? NullNode.instance : rest;
    }

    private static @Nullable JsonNode removeFields(JsonNode object, FieldSet fields, FieldType.Fields declared) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        for (var property : object.properties()) {
            PathElement element = PathElement.field(property.getKey());
            if (!fields.contains(element)) {
                FieldSet below = fields.below(element);
                FieldType type = declared.typeOf(property.getKey());
                JsonNode value = property.getValue();
                rest.set(
                        property.getKey(),
                        below == null
                                ? value.deepCopy()
                                : remove(value, below, type == null ? FieldType.DEDUCED : type));
            }
        }
        return rest.isEmpty() ? null : rest;
    }

    private static @Nullable JsonNode removeItems(JsonNode list, FieldSet fields, FieldType.Items items) {
        ArrayNode rest = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            PathElement element = ListItems.identifyOrNull(items, item);
            if (element == null || !fields.contains(element)) {
                FieldSet below = element == null ? null : fields.below(element);
                rest.add(
                        below == null
                                ? item.deepCopy()
                                : remove(item, below, items.type().get()));
            }
        }
        return rest.isEmpty() ? null : rest;
    }
}
