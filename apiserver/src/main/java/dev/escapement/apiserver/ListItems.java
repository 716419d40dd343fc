package dev.escapement.apiserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How the items of a set or of a map list are told apart. */
final class ListItems {
    private ListItems() {}

    /** An item that cannot be told apart; the message is structured-merge-diff's. */
    static final class Unidentified extends Exception {
        private static final long serialVersionUID = 1L;

        Unidentified(String message) {
            super(message);
        }
    }

    static PathElement identify(FieldType.Items list, JsonNode item) throws Unidentified {
        return list.keys().isEmpty() ? byValue(item) : byKeys(list, item);
    }

    /** The items of a list by their identity, in order; a repeated one is null, since it cannot be merged. */
    static Map<PathElement, @Nullable JsonNode> index(FieldType.Items list, @Nullable JsonNode items) {
        var index = new LinkedHashMap<PathElement, @Nullable JsonNode>();
        if (items != null) {
            for (JsonNode item : items) {
                PathElement element = identifyOrNull(list, item);
                if (element != null) {
                    index.put(element, index.containsKey(element) ? null : item);
                }
            }
        }
        return index;
    }

    /** For lists that were checked before, or whose strange items cannot be owned by anyone. */
    static @Nullable PathElement identifyOrNull(FieldType.Items list, JsonNode item) {
        try {
            return identify(list, item);
        } catch (Unidentified strange) {
            return null;
        }
    }

    private static PathElement byValue(JsonNode item) throws Unidentified {
        if (item.isObject()) {
            throw new Unidentified("associative list without keys has an element that's a map type");
        }
        if (item.isArray()) {
            throw new Unidentified("not supported: associative list with lists as elements");
        }
        if (item.isNull()) {
            throw new Unidentified("associative list without keys has an element that's an explicit null");
        }
        return PathElement.value(item);
    }

    private static PathElement byKeys(FieldType.Items list, JsonNode item) throws Unidentified {
        if (item.isNull()) {
            throw new Unidentified("associative list with keys may not have a null element");
        }
        if (!item.isObject()) {
            throw new Unidentified("associative list with keys may not have non-map elements");
        }
        FieldType.Fields fields = list.type().get().fields();
        var keys = new TreeMap<String, JsonNode>();
        for (String key : list.keys()) {
            JsonNode value = item.get(key);
            if (value == null && fields != null) {
                value = fields.fallback(key);
            }
            if (value != null) {
                keys.put(key, value);
            }
        }
        if (keys.isEmpty()) {
            String names = list.keys().stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
            throw new Unidentified("associative list with keys has an element that omits all key fields " + names
                    + " (and doesn't have default values for any key fields)");
        }
        return PathElement.key(keys);
    }
}
