package dev.escapement.apiserver;

/** How Go names a type in its messages. */
final class GoTypes {
    private GoTypes() {}

    static String name(FieldType type) {
        if (type.fields() != null) {
            FieldType.Fields fields = type.fields();
            if (fields.rest() != null && fields.declared().isEmpty()) {
                return "map[string]" + name(fields.rest().get());
            }
            String[] parts = fields.name().split("\\.", -1);
            return parts.length < 2 ? fields.name() : parts[parts.length - 2] + "." + parts[parts.length - 1];
        }
        if (type.items() != null) {
            return "[]" + name(type.items().type().get());
        }
        return type.scalar() == null ? "interface {}" : scalar(type.scalar());
    }

    private static String scalar(FieldType.Scalar scalar) {
        return switch (scalar) {
            case STRING -> "string";
            case BYTES -> "[]uint8";
            case TIME -> "v1.Time";
            case MICRO_TIME -> "v1.MicroTime";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case NUMBER -> "float64";
            case BOOLEAN -> "bool";
            case QUANTITY -> "resource.Quantity";
            case INT_OR_STRING -> "intstr.IntOrString";
            case ANY -> "interface {}";
        };
    }
}
