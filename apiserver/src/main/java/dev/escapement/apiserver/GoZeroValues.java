package dev.escapement.apiserver;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Adds what a Go struct has, and prints, without being told: an empty struct where the field is no pointer, null for a
 * required list, and so on. Owners of fields are found by comparing Go structs, so these decide who owns e.g.
 * {@code f:template}: nobody.
 */
final class GoZeroValues {
    private static final Set<String> PRINTED_NULLS = Set.of(
            "apiextensions.v1.CustomResourceDefinitionStatus.conditions",
            "apiextensions.v1.CustomResourceDefinitionStatus.storedVersions",
            "autoscaling.v2.HorizontalPodAutoscalerStatus.currentMetrics",
            "core.v1.Event.eventTime",
            "core.v1.Event.firstTimestamp",
            "core.v1.Event.lastTimestamp",
            "core.v1.ProjectedVolumeSource.sources",
            "discovery.v1.EndpointSlice.endpoints",
            "discovery.v1.EndpointSlice.ports",
            "events.v1.Event.deprecatedFirstTimestamp",
            "events.v1.Event.deprecatedLastTimestamp",
            "rbac.v1.ClusterRole.rules",
            "rbac.v1.Role.rules");

    private final boolean withDefaults;

    private GoZeroValues(boolean withDefaults) {
        this.withDefaults = withDefaults;
    }

    static void fill(JsonNode value, FieldType declared) {
        new GoZeroValues(false).visit(value, declared);
    }

    /** Also adds the constant defaults that the types declare, such as {@code protocol: TCP}, and rewrites quantities. */
    static void fillWithDefaults(JsonNode value, FieldType declared) {
        new GoZeroValues(true).visit(value, declared);
    }

    private void visit(JsonNode value, FieldType declared) {
        FieldType type = declared.of(value);
        if (value instanceof ObjectNode object && type.fields() != null) {
            String goType = type.fields().name();
            type.fields().declared().forEach((name, field) -> fillField(object, goType, name, field));
            for (var property : object.properties()) {
                FieldType below = type.fields().typeOf(property.getKey());
                if (below != null
                        && property.getValue().isNull()
                        && type.fields().declared().isEmpty()
                        && below.scalar() == FieldType.Scalar.STRING) {
                    property.setValue(TextNode.valueOf("")); // in a map of texts
                } else if (withDefaults
                        && below != null
                        && below.scalar() == FieldType.Scalar.QUANTITY
                        && property.getValue().isValueNode()) {
                    property.setValue(TextNode.valueOf(Quantity.canonical(property.getValue())));
                } else if (below != null) {
                    visit(property.getValue(), below);
                }
            }
        } else if (value.isArray() && type.items() != null) {
            FieldType below = type.items().type().get();
            value.forEach(item -> visit(item, below));
        }
    }

    private void fillField(ObjectNode object, String goType, String name, FieldType.Field field) {
        boolean printed = field.required() || printsNull(goType, name, field);
        JsonNode value = object.get(name);
        if (value != null && !value.isNull()) {
            if (withDefaults
                    && !printed
                    && value.isEmpty()
                    && isMapOrSlice(field.type().get(), value)) {
                object.remove(name); // omitempty
            }
            return;
        }
        object.remove(name); // null is absent in Go, and printed only where absent is
        JsonNode fallback = field.fallback();
        if (fallback != null && fallback.isObject() && fallback.isEmpty()) {
            object.putObject(name);
        } else if (fallback != null && (withDefaults || (field.required() && isZero(fallback)))) {
            object.set(name, fallback.deepCopy());
        } else if (printed) {
            object.set(name, NullNode.instance);
        }
    }

    /** A struct, on the other hand, stays although it is empty: its field is a pointer. */
    private static boolean isMapOrSlice(FieldType type, JsonNode value) {
        FieldType.Fields fields = type.of(value).fields();
        return value.isArray()
                || (value.isObject() && fields != null && fields.name().isEmpty() && !isAnything(type));
    }

    private static boolean isAnything(FieldType type) {
        return type.scalar() != null;
    }

    /** Optional, but without omitempty; and a time has no zero value that is left out. */
    private static boolean printsNull(String goType, String name, FieldType.Field field) {
        boolean isTime = goType.endsWith("Condition") && field.type().get().scalar() == FieldType.Scalar.TIME;
        return isTime || PRINTED_NULLS.contains(goType + "." + name);
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
