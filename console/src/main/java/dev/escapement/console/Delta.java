package dev.escapement.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What has changed between two states of a document: a list of {@code [path, value]}, where a path is a list of names and indexes. A list whose
 * length has changed is given as a whole, and so is the document if that is shorter.
 */
final class Delta {
    private final ArrayNode changes = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode path = JsonNodeFactory.instance.arrayNode();

    private Delta() {}

    /** The changes; empty if there are none. */
    static ArrayNode between(JsonNode before, JsonNode after) {
        var delta = new Delta();
        delta.compare(before, after);
        return delta.changes;
    }

    private void compare(JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof ObjectNode one && after instanceof ObjectNode other && hasSameNames(one, other)) {
            other.properties().forEach(property -> {
                path.add(property.getKey());
                compare(one.get(property.getKey()), property.getValue());
                path.remove(path.size() - 1);
            });
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < after.size(); i++) {
                path.add(i);
                compare(before.get(i), after.get(i));
                path.remove(path.size() - 1);
            }
        } else {
            changes.addArray().add(path.deepCopy()).add(after);
        }
    }

    private static boolean hasSameNames(ObjectNode one, ObjectNode other) {
        return one.size() == other.size()
                && other.properties().stream().allMatch(property -> one.has(property.getKey()));
    }
}
