package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/** In which order a merged list ends up: that of the patch, with the server's own items kept around as they stood. */
final class StrategicOrder {
    private StrategicOrder() {}

    /** @param wanted the items in the order of the patch; {@code before} is the list before the merge */
    static ArrayNode order(ArrayNode merged, ArrayNode wanted, @Nullable ArrayNode before, String key) {
        var patched = new ArrayList<JsonNode>();
        var untouched = new ArrayList<JsonNode>();
        for (JsonNode item : merged) {
            (indexOf(wanted, item, key) >= 0 ? patched : untouched).add(item);
        }
        patched.sort(Comparator.comparingInt(item -> indexOf(wanted, item, key)));
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        int left = 0;
        int right = 0;
        while (left < untouched.size() || right < patched.size()) {
            boolean takeLeft = right >= patched.size()
                    || (left < untouched.size() && precedes(untouched.get(left), patched.get(right), before, key));
            result.add(takeLeft ? untouched.get(left++) : patched.get(right++));
        }
        return result;
    }

    private static boolean precedes(JsonNode left, JsonNode right, @Nullable ArrayNode before, String key) {
        int leftIndex = before == null ? -1 : indexOf(before, left, key);
        int rightIndex = before == null ? -1 : indexOf(before, right, key);
        return leftIndex >= 0 && rightIndex >= 0 && leftIndex < rightIndex;
    }

    /** By merge key, or by value when there is none. */
    static int indexOf(ArrayNode list, JsonNode item, String key) {
        for (int i = 0; i < list.size(); i++) {
            boolean same = key.isEmpty()
                    ? list.get(i).equals(item)
                    : item.has(key) && item.path(key).equals(list.get(i).path(key));
            if (same) {
                return i;
            }
        }
        return -1;
    }

    /** The order must name every item of the patch, in the same order. */
    static void check(ArrayNode patch, ArrayNode order, String key, String directive) throws ApiException {
        List<Integer> positions = patch.valueStream()
                .filter(item -> !item.has("$patch"))
                .map(item -> indexOf(order, item, key))
                .toList();
        boolean sorted = positions.stream().sorted().toList().equals(positions);
        if (!sorted || positions.contains(-1)) {
            throw ApiException.unclassified("The order in patch list:\n" + GoText.printed(patch) + "\n doesn't match "
                    + directive.substring(0, directive.indexOf('/')) + " list:\n" + GoText.printed(order) + "\n");
        }
    }
}
