package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The checks that the validation of many kinds is made of; they add to the causes of one object. */
record Checks(List<Cause> causes) {
    static final String NOT_NEGATIVE = "must be greater than or equal to 0";
    static final String IMMUTABLE = "field is immutable";

    void add(Cause cause) {
        causes.add(cause);
    }

    /** Returns whether there is a text. */
    boolean requireText(JsonNode object, String path, String field) {
        return requireText(object, path, field, "");
    }

    boolean requireText(JsonNode object, String path, String field, String detail) {
        boolean present = !Json.text(object, field).isEmpty();
        if (!present) {
            causes.add(Cause.required(path + "." + field, detail));
        }
        return present;
    }

    /** A text that is there must be one of these. */
    void oneOf(JsonNode object, String path, String field, List<String> supported) {
        String value = Json.text(object, field);
        if (!value.isEmpty() && !supported.contains(value)) {
            causes.add(Cause.notSupported(path + "." + field, value, supported));
        }
    }

    void notNegative(JsonNode object, String path, String... fields) {
        for (String field : fields) {
            JsonNode value = object.path(field);
            if (value.isNumber() && value.asLong() < 0) {
                causes.add(Cause.invalid(path + "." + field, value, NOT_NEGATIVE));
            }
        }
    }

    void port(JsonNode value, String path) {
        if (value.asLong() < 1 || value.asLong() > 65535) {
            causes.add(Cause.invalid(path, value, "must be between 1 and 65535, inclusive"));
        }
    }

    void complaints(String path, String value, List<String> complaints) {
        causes.addAll(Names.causes(path, value, complaints));
    }

    void invalidStruct(String path, String printed, String detail) {
        causes.add(Cause.invalidAsPrinted(path, printed, detail));
    }

    void immutable(JsonNode object, @Nullable JsonNode before, String path, String field) {
        if (before != null && !Json.same(object.path(field), before.path(field))) {
            causes.add(Cause.invalid(path + "." + field, object.path(field), IMMUTABLE));
        }
    }
}
