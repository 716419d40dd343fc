package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Adds what a Go struct has without being told: an empty struct where the field is no pointer, null for a required list,
 * and so on. Owners of fields are found by comparing Go structs, so these decide who owns e.g. {@code f:template}: nobody.
 */
final class GoZeroValues {
    private GoZeroValues() {}

    static void fill(JsonNode value, FieldType declared) {
        FieldType type = declared.of(value);
        if (value instanceof ObjectNode object && type.fields() != null) {
            type.fields().declared().forEach((name, field) -> fillField(object, name, field));
            for (var property : object.properties()) {
                FieldType below = type.fields().typeOf(property.getKey());
                if (below != null) {
                    fill(property.getValue(), below);
                }
            }
        } else if (value.isArray() && type.items() != null) {
            FieldType below = type.items().type().get();
            value.forEach(item -> fill(item, below));
        }
    }

    private static void fillField(ObjectNode object, String name, FieldType.Field field) {
        if (object.has(name)) {
            return;
        }
        JsonNode fallback = field.fallback();
        if (fallback != null && fallback.isObject() && fallback.isEmpty()) {
            object.putObject(name);
        } else if (field.required()) {
            object.set(name, fallback != null && isZero(fallback) ? fallback : NullNode.instance);
        }
    }

    private static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue().isEmpty();
            case NUMBER -> value.decimalValue().signum() == 0;
            case BOOLEAN -> !value.booleanValue();
            default -> false;
        };
    }
}
