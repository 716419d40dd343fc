package dev.escapement.apiserver;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The merge types of a schema. */
final class SchemaTypes {
    private SchemaTypes() {}

    /** With the fields that every object has. */
    static FieldType root(SchemaNode schema) {
        FieldType type = of(schema, false);
        var declared = new HashMap<String, FieldType.Field>();
        if (type.fields() != null) {
            declared.putAll(type.fields().declared());
        }
        addOwn(declared);
        var rest = type.fields() == null ? null : type.fields().rest();
        return FieldType.of(new FieldType.Fields("", false, declared, rest));
    }

    private static void addOwn(Map<String, FieldType.Field> declared) {
        FieldType text = FieldType.of(FieldType.Scalar.STRING);
        declared.put("apiVersion", new FieldType.Field(() -> text, false, null));
        declared.put("kind", new FieldType.Field(() -> text, false, null));
        declared.put("metadata", new FieldType.Field(() -> BuiltinTypes.named("meta.v1.ObjectMeta"), false, null));
    }

    /** @param preserving whether unknown fields are kept here, which goes down to everything below */
    private static FieldType of(SchemaNode schema, boolean preserving) {
        boolean keeps = preserving || schema.preservesUnknown();
        if (schema.types().size() != 1) {
            return new FieldType(FieldType.Scalar.ANY, items(schema, keeps), fields(schema, keeps));
        }
        return switch (schema.types().getFirst()) {
            case "object" -> FieldType.of(fields(schema, keeps));
            case "array" -> FieldType.of(items(schema, keeps));
            case "string" -> FieldType.of(FieldType.Scalar.STRING);
            case "boolean" -> FieldType.of(FieldType.Scalar.BOOLEAN);
            case "integer", "number" -> FieldType.of(FieldType.Scalar.NUMBER);
            default -> FieldType.DEDUCED;
        };
    }

    private static FieldType.Fields fields(SchemaNode schema, boolean keeps) {
        var declared = new HashMap<String, FieldType.Field>();
        schema.properties().forEach((name, property) -> {
            FieldType type = of(property, keeps);
            declared.put(name, new FieldType.Field(() -> type, false, property.fallback()));
        });
        if (schema.embeddedResource()) {
            addOwn(declared);
        }
        FieldType rest = rest(schema, keeps);
        return new FieldType.Fields("", schema.atomicObject(), declared, rest == null ? null : () -> rest);
    }

    private static @Nullable FieldType rest(SchemaNode schema, boolean keeps) {
        if (schema.rest() != null) {
            return of(schema.rest(), keeps);
        }
        boolean free = keeps || schema.open() || schema.properties().isEmpty();
        return free && !schema.closed() ? FieldType.DEDUCED : null;
    }

    private static FieldType.Items items(SchemaNode schema, boolean keeps) {
        boolean atomic = !schema.listType().equals("set") && !schema.listType().equals("map");
        FieldType items = schema.items() == null ? FieldType.ATOMIC : of(schema.items(), keeps);
        return new FieldType.Items(atomic, schema.mapKeys(), () -> items);
    }
}
