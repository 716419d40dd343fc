package dev.escapement.apiserver;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What decoding into Go structs does to an object of a built-in kind: fields that are not declared are dropped, values of
 * the wrong type are refused, with the messages of encoding/json.
 */
final class BuiltinDecoding {
    private static final Pattern QUANTITY = Pattern.compile("([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\r\\n]*={0,2}");

    private final List<String> unknown = new ArrayList<>();

    /** A value that does not fit; the message is the cause that Go gives. */
    private static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message);
        }
    }

    /** Where a value stands: the Go struct around it, its path in Go's messages, and its path for a person. */
    private record Place(String struct, String goPath, String path) {
        Place field(String structName, String name) {
            String simple = structName.substring(structName.lastIndexOf('.') + 1);
            return new Place(simple, join(goPath, name), join(path, name));
        }

        Place item(int index) {
            return new Place(struct, goPath, path + "[" + index + "]");
        }

        private static String join(String path, String name) {
            return path.isEmpty() ? name : path + "." + name;
        }
    }

    private BuiltinDecoding() {}

    /** Drops what is not declared, and returns its paths, as in {@code unknown field "spec.foo"}. */
    static List<String> decode(FieldType type, String version, String kind, ObjectNode object) throws ApiException {
        var decoding = new BuiltinDecoding();
        try {
            decoding.visit(object, type, new Place(kind, "", ""));
        } catch (Mismatch mismatch) {
            throw ApiException.badRequest(kind + " in version " + GoText.quote(version) + " cannot be handled as a "
                    + kind + ": " + mismatch.getMessage());
        }
        return decoding.unknown;
    }

    /** The same for the options of a deletion. */
    static void decodeOptions(ObjectNode options) throws ApiException {
        try {
            FieldType type = BuiltinTypes.named("meta.v1.DeleteOptions");
            new BuiltinDecoding().visit(options, type, new Place("DeleteOptions", "", ""));
        } catch (Mismatch mismatch) {
            throw ApiException.badRequest(String.valueOf(mismatch.getMessage()));
        }
    }

    /** The same for metadata alone. */
    static void decodeMetadata(String version, String kind, JsonNode metadata) throws ApiException {
        if (!metadata.isObject() && !metadata.isNull()) {
            throw ApiException.badRequest(kind + " in version " + GoText.quote(version) + " cannot be handled as a "
                    + kind + ": json: cannot unmarshal " + Patches.goType(metadata)
                    + " into Go value of type v1.ObjectMeta");
        }
        try {
            FieldType type = BuiltinTypes.named("meta.v1.ObjectMeta");
            new BuiltinDecoding().visit(metadata, type, new Place("ObjectMeta", "", "metadata"));
        } catch (Mismatch mismatch) {
            throw ApiException.badRequest(kind + " in version " + GoText.quote(version) + " cannot be handled as a "
                    + kind + ": " + mismatch.getMessage());
        }
    }

    private void visit(JsonNode value, FieldType declared, Place place) throws Mismatch {
        FieldType type = declared.of(value);
        if (value.isNull() || (declared.scalar() != null && declared.fields() != null)) {
            return; // null is nothing, and untyped fields take anything
        }
        if (type.scalar() != null) {
            scalar(value, type.scalar(), place);
        } else if (type.fields() != null) {
            if (!(value instanceof ObjectNode object)) {
                throw mismatch(value, place, GoTypes.name(type));
            }
            fields(object, type.fields(), place);
        } else if (type.items() != null) {
            if (!value.isArray()) {
                throw mismatch(value, place, GoTypes.name(type));
            }
            for (int i = 0; i < value.size(); i++) {
                visit(value.get(i), type.items().type().get(), place.item(i));
            }
        }
    }

    private void fields(ObjectNode object, FieldType.Fields fields, Place place) throws Mismatch {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            FieldType type = fields.typeOf(name);
            if (type == null) {
                object.remove(name);
                unknown.add(place.field("", name).path());
            } else if (fields.declared().isEmpty()) {
                visit(object.path(name), type, place); // a map: its keys are no part of Go's path
            } else {
                visit(object.path(name), type, place.field(fields.name(), name));
            }
        }
    }

    private static void scalar(JsonNode value, FieldType.Scalar scalar, Place place) throws Mismatch {
        switch (scalar) {
            case STRING -> requireText(value, place);
            case BYTES -> {
                if (!value.isBinary()) { // as protobuf has them
                    requireText(value, place);
                    base64(value.textValue());
                }
            }
            case TIME, MICRO_TIME -> {
                requireText(value, place);
                time(value.textValue(), scalar);
            }
            case BOOLEAN -> {
                if (!value.isBoolean()) {
                    throw mismatch(value, place, "bool");
                }
            }
            case INT32, INT64 -> integer(value, scalar, place);
            case NUMBER -> {
                if (!value.isNumber()) {
                    throw mismatch(value, place, "float64");
                }
            }
            case INT_OR_STRING -> {
                if (!value.isTextual()) {
                    integer(value, FieldType.Scalar.INT32, place);
                }
            }
            case QUANTITY -> {
                if (value.isContainerNode() || !QUANTITY.matcher(value.asText()).matches()) {
                    throw new Mismatch("quantities must match the regular expression '^" + QUANTITY.pattern() + "$'");
                }
            }
            case ANY -> {}
        }
    }

    private static void requireText(JsonNode value, Place place) throws Mismatch {
        if (!value.isTextual()) {
            throw mismatch(value, place, "string");
        }
    }

    private static void integer(JsonNode value, FieldType.Scalar scalar, Place place) throws Mismatch {
        boolean wide = scalar == FieldType.Scalar.INT64;
        if (!value.isIntegralNumber() || !(wide ? value.canConvertToLong() : value.canConvertToInt())) {
            String found = value.isNumber() ? "number " + value.asText() : Patches.goType(value);
            throw mismatch(found, place, wide ? "int64" : "int32");
        }
    }

    private static void base64(String text) throws Mismatch {
        if (!BASE64.matcher(text).matches() || text.replaceAll("[\\r\\n]", "").length() % 4 != 0) {
            int valid = 0;
            while (valid < text.length()
                    && BASE64.matcher(text.substring(valid, valid + 1)).matches()) {
                valid++;
            }
            throw new Mismatch("illegal base64 data at input byte " + valid);
        }
    }

    private static void time(String text, FieldType.Scalar scalar) throws Mismatch {
        try {
            OffsetDateTime.parse(text);
        } catch (DateTimeException invalid) {
            String fraction = scalar == FieldType.Scalar.MICRO_TIME ? ".000000" : "";
            throw new Mismatch("parsing time " + GoText.quote(text) + " as \"2006-01-02T15:04:05" + fraction
                    + "Z07:00\": cannot parse " + GoText.quote(text) + " as \"2006\"");
        }
    }

    private static Mismatch mismatch(JsonNode value, Place place, String type) {
        return mismatch(Patches.goType(value), place, type);
    }

    private static Mismatch mismatch(String found, Place place, String type) {
        return new Mismatch("json: cannot unmarshal " + found + " into Go struct field " + place.struct() + "."
                + place.goPath() + " of type " + type);
    }
}
