package dev.escapement.apiserver;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in a field and how two such values are merged; an "atom" of structured-merge-diff. An untyped field has
 * all three forms and takes the one of the value found in it.
 */
record FieldType(
        @Nullable Scalar scalar,
        @Nullable Items items,
        @Nullable Fields fields) {

    enum Scalar {
        STRING,
        BYTES,
        TIME,
        MICRO_TIME,
        INT32,
        INT64,
        NUMBER,
        BOOLEAN,
        QUANTITY,
        INT_OR_STRING,
        ANY
    }

    /** A list: one value when atomic, else a map by the keys of its items, or a set of scalars when there are no keys. */
    record Items(boolean atomic, List<String> keys, Supplier<FieldType> type) {}

    /** An object, with the name of its Go type or "": {@code rest} is the type of the fields that are not declared; null when there must not be any. */
    record Fields(
            String name,
            boolean atomic,
            Map<String, Field> declared,
            @Nullable Supplier<FieldType> rest) {

        /** The type of a field; null when it may not be there. */
        @Nullable
        FieldType typeOf(String name) {
            Field field = declared.get(name);
            if (field != null) {
                return field.type().get();
            }
            return rest == null ? null : rest.get();
        }

        @Nullable
        JsonNode fallback(String name) {
            Field field = declared.get(name);
            return field == null ? null : field.fallback();
        }
    }

    /**
     * A declared field.
     *
     * @param fallback the default value
     * @param mergeKey how strategic merge patch merges the list here: null is not at all, "" a set of scalars
     * @param retainKeys whether a strategic merge patch may tell which fields stay
     */
    record Field(
            Supplier<FieldType> type,
            boolean required,
            @Nullable JsonNode fallback,
            @Nullable String mergeKey,
            boolean retainKeys) {

        Field(Supplier<FieldType> type, boolean required, @Nullable JsonNode fallback) {
            this(type, required, fallback, null, false);
        }
    }

    /** Anything, replaced as a whole. */
    static final FieldType ATOMIC = anything(true);

    /** Anything, with objects merged field by field and lists replaced. */
    static final FieldType DEDUCED = anything(false);

    private static FieldType anything(boolean atomicObjects) {
        return new FieldType(
                Scalar.ANY,
                new Items(true, List.of(), () -> FieldType.ATOMIC),
                new Fields("", atomicObjects, Map.of(), () -> atomicObjects ? FieldType.ATOMIC : FieldType.DEDUCED));
    }

    static FieldType of(Scalar scalar) {
        return new FieldType(scalar, null, null);
    }

    static FieldType of(Items items) {
        return new FieldType(null, items, null);
    }

    static FieldType of(Fields fields) {
        return new FieldType(null, null, fields);
    }

    FieldType atomicObject() {
        return fields == null
                ? this
                : new FieldType(scalar, items, new Fields(fields.name(), true, fields.declared(), fields.rest()));
    }

    /** Narrowed to the form of a value, if that form is allowed. */
    FieldType of(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return this;
        }
        if (value.isObject()) {
            return fields == null ? this : of(fields);
        }
        if (value.isArray()) {
            return items == null ? this : of(items);
        }
        return scalar == null ? this : of(scalar);
    }
}
