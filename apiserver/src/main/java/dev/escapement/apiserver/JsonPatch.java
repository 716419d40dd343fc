package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** RFC 6902, with the few liberties that kube-apiserver's library (evanphx/json-patch) takes. */
final class JsonPatch {
    private static final int MAX_OPERATIONS = 10_000;

    private JsonPatch() {}

    static ObjectNode apply(ObjectNode target, JsonNode patch) throws ApiException {
        if (!patch.isArray()) {
            throw ApiException.badRequest("error decoding patch: json: cannot unmarshal " + Patches.goType(patch)
                    + " into Go value of type []handlers.jsonPatchOp");
        }
        if (patch.size() > MAX_OPERATIONS) {
            throw ApiException.tooLarge(
                    "The allowed maximum operations in a JSON patch is " + MAX_OPERATIONS + ", got " + patch.size());
        }
        ObjectNode result = target.deepCopy();
        for (JsonNode operation : patch) {
            if (!operation.isObject()) {
                throw ApiException.badRequest("error decoding patch: json: cannot unmarshal "
                        + Patches.goType(operation) + " into Go value of type handlers.jsonPatchOp");
            }
            checkTexts(operation);
            JsonNode after = step(result, operation);
            if (!(after instanceof ObjectNode object)) {
                throw ApiException.unprocessable();
            }
            result = object;
        }
        return result;
    }

    private static JsonNode step(ObjectNode document, JsonNode operation) throws ApiException {
        List<String> path = pointer(operation, "path");
        return switch (operation.path("op").asText()) {
            case "add" -> add(document, path, value(operation));
            case "remove" -> {
                remove(document, path);
                yield document;
            }
            case "replace" -> replace(document, path, value(operation));
            case "move" -> {
                JsonNode moved = remove(document, pointer(operation, "from"));
                yield add(document, path, moved);
            }
            case "copy" -> {
                List<String> from = pointer(operation, "from");
                if (from.isEmpty()) {
                    throw ApiException.unprocessable();
                }
                JsonNode copied = find(document, from);
                if (copied == null && !(parent(document, from) instanceof ObjectNode)) {
                    throw ApiException.unprocessable();
                }
                yield add(document, path, copied == null ? NullNode.instance : copied.deepCopy());
            }
            case "test" -> {
                if (!path.isEmpty()) {
                    parent(document, path); // refuses a path whose parent is not there
                }
                test(find(document, path), operation.get("value"));
                yield document;
            }
            default -> throw ApiException.unprocessable();
        };
    }

    private static void checkTexts(JsonNode operation) throws ApiException {
        for (String field : List.of("op", "path", "from")) {
            JsonNode value = operation.get(field);
            if (value != null && !value.isNull() && !value.isTextual()) {
                throw ApiException.badRequest("error decoding patch: json: cannot unmarshal " + Patches.goType(value)
                        + " into Go struct field jsonPatchOp." + field + " of type string");
            }
        }
    }

    private static JsonNode value(JsonNode operation) {
        JsonNode value = operation.get("value");
        return value == null ? NullNode.instance : value.deepCopy();
    }

    /** Absent and null are the same here: the Go library cannot tell them apart. */
    private static void test(@Nullable JsonNode found, @Nullable JsonNode wanted) throws ApiException {
        boolean foundNothing = found == null || found.isNull();
        boolean wantedNothing = wanted == null || wanted.isNull();
        if (foundNothing != wantedNothing || (!foundNothing && !Json.same(found, wanted))) {
            throw ApiException.unprocessable();
        }
    }

    private static JsonNode add(ObjectNode document, List<String> path, JsonNode value) throws ApiException {
        if (path.isEmpty()) {
            return value;
        }
        JsonNode parent = parent(document, path);
        String last = path.getLast();
        switch (parent) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array when last.equals("-") -> array.add(value);
            case ArrayNode array -> array.insert(index(last, array.size()), value);
            default -> throw ApiException.unprocessable();
        }
        return document;
    }

    private static JsonNode replace(ObjectNode document, List<String> path, JsonNode value) throws ApiException {
        if (path.isEmpty()) {
            return value;
        }
        JsonNode parent = parent(document, path);
        String last = path.getLast();
        switch (parent) {
            case ObjectNode object -> object.set(last, value); // the Go library does not ask whether it is there
            case ArrayNode array -> array.set(index(last, array.size() - 1), value);
            default -> throw ApiException.unprocessable();
        }
        return document;
    }

    private static JsonNode remove(ObjectNode document, List<String> path) throws ApiException {
        if (path.isEmpty()) {
            throw ApiException.unprocessable();
        }
        JsonNode parent = parent(document, path);
        String last = path.getLast();
        JsonNode removed = switch (parent) {
            case ObjectNode object -> object.remove(last);
            case ArrayNode array -> array.remove(index(last, array.size() - 1));
            default -> null;
        };
        if (removed == null) {
            throw ApiException.unprocessable();
        }
        return removed;
    }

    private static JsonNode parent(ObjectNode document, List<String> path) throws ApiException {
        JsonNode parent = find(document, path.subList(0, path.size() - 1));
        if (parent == null) {
            throw ApiException.unprocessable();
        }
        return parent;
    }

    private static @Nullable JsonNode find(JsonNode document, List<String> path) throws ApiException {
        JsonNode at = document;
        for (String step : path) {
            at = at instanceof ArrayNode array ? array.get(index(step, array.size() - 1)) : at.get(step);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    /** An index counts from the end when it is negative, a liberty of the Go library. */
    private static int index(String text, int last) throws ApiException {
        try {
            int index = Integer.parseInt(text);
            int fromStart = index < 0 ? index + last + 1 : index;
            if (fromStart >= 0 && fromStart <= last) {
                return fromStart;
            }
        } catch (NumberFormatException notANumber) {
            throw ApiException.unprocessable();
        }
        throw ApiException.unprocessable();
    }

    private static List<String> pointer(JsonNode operation, String field) throws ApiException {
        JsonNode text = operation.get(field);
        if (text == null || !text.isTextual()) {
            throw ApiException.unprocessable();
        }
        var steps = new ArrayList<String>();
        String pointer = text.textValue();
        if (pointer.isEmpty()) {
            return steps;
        }
        if (!pointer.startsWith("/")) {
            throw ApiException.unprocessable();
        }
        String[] parts = pointer.split("/", -1);
        for (int i = 1; i < parts.length; i++) {
            steps.add(parts[i].replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }
}
