package dev.escapement;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Questions about JSON trees, as Kubernetes objects are compared. */
final class JsonTrees {
    private JsonTrees() {}

    /** Whether all that is desired is so already: fields that are not named may be anything, lists must be as long. */
    static boolean contains(JsonNode actual, JsonNode desired) {
        if (desired.isObject()) {
            for (Map.Entry<String, JsonNode> field : desired.properties()) {
                var there = actual.get(field.getKey());
                if (field.getValue().isNull() || (there == null && isEmptyObject(field.getValue()))) {
                    continue;
                }
                if (there == null || !contains(there, field.getValue())) {
                    return false;
                }
            }
            return actual.isObject();
        }
        if (desired.isArray()) {
            if (!actual.isArray() || actual.size() != desired.size()) {
                return false;
            }
            for (int i = 0; i < desired.size(); i++) {
                if (!contains(actual.get(i), desired.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return equal(actual, desired);
    }

    /** The merge patch (RFC 7386) that makes one object of another; empty if they are equal. */
    static ObjectNode mergePatch(JsonNode from, JsonNode to) {
        var patch = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : to.properties()) {
            var before = from.get(field.getKey());
            var after = field.getValue();
            if (after.isNull()) {
                continue; // absent and null are the same to the API server
            }
            if (before == null || before.isNull()) {
                patch.set(field.getKey(), after);
            } else if (before.isObject() && after.isObject()) {
                var inner = mergePatch(before, after);
                if (!inner.isEmpty()) {
                    patch.set(field.getKey(), inner);
                }
            } else if (!equal(before, after)) {
                patch.set(field.getKey(), after);
            }
        }
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (!to.hasNonNull(field.getKey()) && !field.getValue().isNull()) {
                patch.putNull(field.getKey());
            }
        }
        return patch;
    }

    private static boolean isEmptyObject(JsonNode node) {
        return node.isObject() && node.isEmpty();
    }

    /** Numbers are equal by value, however they are held; a member that is null is as one that is not there. */
    private static boolean equal(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isObject() && b.isObject()) {
            return mergePatch(a, b).isEmpty();
        }
        if (!a.isArray() || !b.isArray()) {
            return a.equals(b);
        }
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }
}
