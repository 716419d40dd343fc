package dev.escapement.apiserver;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;

/** One step of a path: a field, an item of a list by its keys, or an item of a set by its value. */
record PathElement(Kind kind, String text) implements Comparable<PathElement> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** In the order in which fieldsV1 lists them. */
    enum Kind {
        FIELD("f:"),
        KEY("k:"),
        VALUE("v:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    static PathElement field(String name) {
        return new PathElement(Kind.FIELD, name);
    }

    /** @param keys the key fields of a list item */
    static PathElement key(Map<String, JsonNode> keys) {
        var sorted = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(keys).forEach(sorted::set);
        return new PathElement(Kind.KEY, sorted.toString());
    }

    static PathElement value(JsonNode value) {
        return new PathElement(Kind.VALUE, value.toString());
    }

    /** Reads the form of fieldsV1, e.g. {@code k:{"name":"web"}}. */
    static PathElement parse(String serialized) {
        String text = serialized.substring(2);
        return switch (serialized.charAt(0)) {
            case 'k' ->
                key(json(text).properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            case 'v' -> value(json(text));
            default -> field(text);
        };
    }

    String serialized() {
        return kind.prefix + text;
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            // A client may send any managedFields; what cannot be read owns nothing that exists.
            return NullNode.instance;
        }
    }

    @Override
    public int compareTo(PathElement other) {
        if (kind != other.kind) {
            return kind.compareTo(other.kind);
        }
        return kind == Kind.FIELD ? text.compareTo(other.text) : compare(json(text), json(other.text));
    }

    private int compare(JsonNode left, JsonNode right) {
        var mine = left.properties().iterator();
        var others = right.properties().iterator();
        while (mine.hasNext() && others.hasNext()) {
            var field = mine.next();
            var otherField = others.next();
            int order = field.getKey().compareTo(otherField.getKey());
            if (order == 0) {
                order = compareScalars(field.getValue(), otherField.getValue());
            }
            if (order != 0) {
                return order;
            }
        }
        if (left.isObject() && right.isObject()) {
            return Integer.compare(left.size(), right.size());
        }
        return compareScalars(left, right);
    }

    /** Numbers before strings before booleans. */
    private static int compareScalars(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        int order = Integer.compare(rank(left), rank(right));
        return order != 0 ? order : left.toString().compareTo(right.toString());
    }

    private static int rank(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> 0;
            case STRING -> 1;
            case BOOLEAN -> 2;
            default -> 3;
        };
    }

    /** As conflict messages show it, e.g. {@code [name="web"]}. */
    @Override
    public String toString() {
        return switch (kind) {
            case FIELD -> "." + text;
            case KEY ->
                json(text).properties().stream()
                        .map(field -> field.getKey() + "=" + GoText.value(field.getValue()))
                        .collect(Collectors.joining(",", "[", "]"));
            case VALUE -> "[=" + GoText.value(json(text)) + "]";
        };
    }
}
