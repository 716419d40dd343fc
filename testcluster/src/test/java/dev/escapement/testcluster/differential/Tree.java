package dev.escapement.testcluster.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON written as Java. */
final class Tree {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Tree() {}

    /** An object of names and values in turn. */
    static ObjectNode object(Object... pairs) {
        var object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            object.set((String) pairs[i], node(pairs[i + 1]));
        }
        return object;
    }

    static ArrayNode array(Object... items) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var item : items) {
            array.add(node(item));
        }
        return array;
    }

    static JsonNode nothing() {
        return JsonNodeFactory.instance.nullNode();
    }

    private static JsonNode node(Object value) {
        return value instanceof JsonNode node ? node : JSON.valueToTree(value);
    }
}
