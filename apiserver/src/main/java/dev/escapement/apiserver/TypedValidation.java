package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether an applied configuration fits its type, with the complaints of structured-merge-diff. */
final class TypedValidation {
    private final List<String> complaints = new ArrayList<>();

    private TypedValidation() {}

    static List<String> complaints(JsonNode object, FieldType type) {
        var validation = new TypedValidation();
        validation.visit(object, type, "");
        return validation.complaints.stream().sorted().toList();
    }

    private void visit(JsonNode value, FieldType declared, String path) {
        if (value.isNull()) {
            return;
        }
        FieldType type = declared.of(value);
        if (type.fields() != null) {
            if (value.isObject()) {
                visitFields(value, type.fields(), path);
            } else {
                complain(path, "expected map, got &{" + GoText.printed(value) + "}");
            }
        } else if (type.scalar() != null) {
            visitScalar(value, type.scalar(), path);
        } else if (type.items() != null) {
            if (value.isArray()) {
                visitItems(value, type.items(), path);
            } else {
                complain(path, "expected list, got &{" + GoText.printed(value) + "}");
            }
        }
    }

    private void visitScalar(JsonNode value, FieldType.Scalar scalar, String path) {
        switch (scalar) {
            case STRING, BYTES, TIME, MICRO_TIME -> {
                if (!value.isTextual()) {
                    complain(path, "expected string, got &value.valueUnstructured{Value:" + goSyntax(value) + "}");
                }
            }
            case INT32, INT64, NUMBER -> {
                if (!value.isNumber()) {
                    complain(path, "expected numeric (int or float), got " + goTypeName(value));
                }
            }
            case BOOLEAN -> {
                if (!value.isBoolean()) {
                    complain(path, "expected boolean, got &{" + GoText.printed(value) + "}");
                }
            }
            case QUANTITY, INT_OR_STRING, ANY -> {
                if (value.isContainerNode()) {
                    complain(path, "expected any scalar, got &{" + GoText.printed(value) + "}");
                }
            }
        }
    }

    private void visitFields(JsonNode object, FieldType.Fields fields, String path) {
        for (var property : object.properties()) {
            FieldType type = fields.typeOf(property.getKey());
            String at = path + "." + property.getKey();
            if (type == null) {
                complain(at, "field not declared in schema");
            } else {
                visit(property.getValue(), type, at);
            }
        }
    }

    private void visitItems(JsonNode list, FieldType.Items items, String path) {
        var seen = new HashSet<PathElement>();
        int index = 0;
        for (JsonNode item : list) {
            String at = path + "[" + index + "]";
            if (!items.atomic()) {
                try {
                    PathElement element = ListItems.identify(items, item);
                    at = path + element;
                    if (!seen.add(element)) {
                        complain(path, "duplicate entries for key " + element);
                    }
                } catch (ListItems.Unidentified strange) {
                    complain(path, "element " + index + ": " + Objects.requireNonNull(strange.getMessage()));
                    return;
                }
            }
            visit(item, items.type().get(), at);
            index++;
        }
    }

    private void complain(String path, String complaint) {
        complaints.add(path.isEmpty() ? complaint : path + ": " + complaint);
    }

    private static String goSyntax(JsonNode value) {
        return value.isValueNode() ? value.asText() : GoText.json(value);
    }

    private static String goTypeName(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case ARRAY -> "[]interface {}";
            default -> "map[string]interface {}";
        };
    }
}
