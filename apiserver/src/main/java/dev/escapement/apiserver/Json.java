package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the trees of this package are asked everywhere. */
final class Json {
    private Json() {}

    /** Equal as JSON: 1 and 1.0 are the same number, whatever Java type the parser chose. */
    static boolean same(@Nullable JsonNode left, @Nullable JsonNode right) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        return left.equals(Json::compare, right);
    }

    private static int compare(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }

    /** The text at a path of fields, or "" when there is none. */
    static String text(JsonNode object, String... path) {
        JsonNode at = object;
        for (String field : path) {
            at = at.path(field);
        }
        return at.isTextual() ? at.textValue() : "";
    }

    /** The object at a field, made when absent. */
    static ObjectNode child(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode child ? child : parent.putObject(field);
    }
}
