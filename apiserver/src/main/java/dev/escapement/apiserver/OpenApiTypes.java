package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The built-in types as OpenAPI v3 schemas: their fields, but not what these mean. */
final class OpenApiTypes {
    static final String METADATA = "meta.v1.ObjectMeta";
    private static final String REFERENCE = "#/components/schemas/";

    /** Where the types come from in Kubernetes' source, for those that are not of k8s.io/api. */
    private static final Map<String, String> ORIGINS = Map.of(
            "meta.", "io.k8s.apimachinery.pkg.apis.",
            "api.", "io.k8s.apimachinery.pkg.",
            "util.", "io.k8s.apimachinery.pkg.",
            "runtime.", "io.k8s.apimachinery.pkg.",
            "apiextensions.", "io.k8s.apiextensions-apiserver.pkg.apis.",
            "apiregistration.", "io.k8s.kube-aggregator.pkg.apis.");

    private final ObjectNode schemas;

    /** @param schemas where the types go that others refer to */
    OpenApiTypes(ObjectNode schemas) {
        this.schemas = schemas;
    }

    /** A reference to a struct, which is added with all that it refers to. */
    ObjectNode reference(FieldType.Fields struct) {
        String name = fullName(struct.name());
        if (!schemas.has(name)) {
            ObjectNode schema = schemas.putObject(name);
            object(schema, struct);
        }
        return Trees.object().put("$ref", REFERENCE + name);
    }

    static String fullName(String name) {
        String origin = ORIGINS.get(name.substring(0, name.indexOf('.') + 1));
        return (origin == null ? "io.k8s.api." : origin) + name;
    }

    private void object(ObjectNode schema, FieldType.Fields struct) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        struct.declared().forEach((name, field) -> {
            properties.set(name, property(field));
            if (field.required()) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        if (struct.atomic()) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
    }

    private ObjectNode property(FieldType.Field field) {
        ObjectNode schema = schema(field.type().get());
        if (schema.has("$ref")) {
            ObjectNode wrapped = Trees.object();
            wrapped.putArray("allOf").add(schema);
            schema = wrapped;
        }
        if (field.fallback() != null) {
            schema.set("default", field.fallback().deepCopy());
        }
        return schema;
    }

    private ObjectNode schema(FieldType type) {
        ObjectNode schema = Trees.object();
        FieldType.Fields fields = type.fields();
        if (type.scalar() != null) {
            return fields == null ? scalar(schema, type.scalar()) : schema.put("type", "object");
        }
        if (fields != null && !fields.name().isEmpty()) {
            return reference(fields);
        }
        if (fields != null) {
            schema.put("type", "object");
            if (fields.rest() != null) {
                schema.set("additionalProperties", schema(fields.rest().get()));
            }
            return schema;
        }
        FieldType.Items items = type.items();
        if (items != null) {
            schema.put("type", "array").set("items", schema(items.type().get()));
            listType(schema, items);
        }
        return schema;
    }

    private static void listType(ObjectNode schema, FieldType.Items items) {
        if (items.atomic()) {
            schema.put("x-kubernetes-list-type", "atomic");
        } else if (items.keys().isEmpty()) {
            schema.put("x-kubernetes-list-type", "set");
        } else {
            schema.put("x-kubernetes-list-type", "map");
            items.keys().forEach(schema.putArray("x-kubernetes-list-map-keys")::add);
        }
    }

    private static ObjectNode scalar(ObjectNode schema, FieldType.Scalar scalar) {
        return switch (scalar) {
            case STRING -> schema.put("type", "string");
            case BYTES -> schema.put("type", "string").put("format", "byte");
            case TIME, MICRO_TIME -> schema.put("type", "string").put("format", "date-time");
            case INT32 -> schema.put("type", "integer").put("format", "int32");
            case INT64 -> schema.put("type", "integer").put("format", "int64");
            case NUMBER -> schema.put("type", "number").put("format", "double");
            case BOOLEAN -> schema.put("type", "boolean");
            case INT_OR_STRING -> either(schema.put("format", "int-or-string"));
            case QUANTITY -> either(schema);
            case ANY -> schema;
        };
    }

    private static ObjectNode either(ObjectNode schema) {
        ArrayNode choice = schema.putArray("oneOf");
        choice.addObject().put("type", "string");
        choice.addObject().put("type", "number");
        return schema;
    }
}
