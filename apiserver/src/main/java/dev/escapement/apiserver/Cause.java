package dev.escapement.apiserver;

import java.util.Collection;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** One reason why an object was refused: an entry of {@code details.causes} in a Status. */
record Cause(String reason, String field, String message) {

    static Cause required(String field, String detail) {
        return new Cause("FieldValueRequired", field, withDetail("Required value", detail));
    }

    static Cause forbidden(String field, String detail) {
        return new Cause("FieldValueForbidden", field, withDetail("Forbidden", detail));
    }

    static Cause invalid(String field, JsonNode value, String detail) {
        return new Cause("FieldValueInvalid", field, withDetail("Invalid value: " + GoText.value(value), detail));
    }

    static Cause invalid(String field, String value, String detail) {
        return invalid(field, TextNode.valueOf(value), detail);
    }

    /** Of a value that Go prints otherwise than {@link GoText} would, such as a struct in the order of its fields. */
    static Cause invalidAsPrinted(String field, String printed, String detail) {
        return new Cause("FieldValueInvalid", field, withDetail("Invalid value: " + printed, detail));
    }

    /** The type as it is shown, e.g. {@code "string"}, is what was found where another one is declared. */
    static Cause typeInvalid(String field, JsonNode value, String detail) {
        return new Cause("FieldValueTypeInvalid", field, withDetail("Invalid value: " + GoText.value(value), detail));
    }

    static Cause duplicate(String field, JsonNode value) {
        return new Cause("FieldValueDuplicate", field, "Duplicate value: " + GoText.value(value));
    }

    static Cause duplicate(String field, String value) {
        return duplicate(field, TextNode.valueOf(value));
    }

    static Cause notFound(String field, String value) {
        return new Cause("FieldValueNotFound", field, "Not found: " + GoText.quote(value));
    }

    static Cause notSupported(String field, JsonNode value, Collection<String> supported) {
        String list = supported.stream().map(GoText::quote).collect(Collectors.joining(", "));
        String detail = supported.isEmpty() ? "" : "supported values: " + list;
        return new Cause(
                "FieldValueNotSupported", field, withDetail("Unsupported value: " + GoText.value(value), detail));
    }

    static Cause notSupported(String field, String value, Collection<String> supported) {
        return notSupported(field, TextNode.valueOf(value), supported);
    }

    static Cause tooLong(String field, int maximum) {
        String unit = maximum == 1 ? " byte" : " bytes";
        return new Cause("FieldValueTooLong", field, "Too long: may not be more than " + maximum + unit);
    }

    static Cause tooMany(String field, int actual, int maximum) {
        String unit = maximum == 1 ? " item" : " items";
        String message = "Too many: " + actual + ": must have at most " + maximum + unit;
        return new Cause("FieldValueTooMany", field, message);
    }

    /** As the message of the whole Status quotes it. */
    String text() {
        return field + ": " + message;
    }

    private static String withDetail(String message, String detail) {
        return detail.isEmpty() ? message : message + ": " + detail;
    }
}
