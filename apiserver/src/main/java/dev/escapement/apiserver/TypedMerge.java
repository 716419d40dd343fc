package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Puts an applied configuration over a live object. */
final class TypedMerge {
    private TypedMerge() {}

    static ObjectNode merge(ObjectNode live, ObjectNode applied, FieldType type) {
        return mergeValues(live, applied, type) instanceof ObjectNode merged
                ? merged
                : JsonNodeFactory.instance.objectNode();
    }

    private static @Nullable JsonNode mergeValues(
            @Nullable JsonNode left, @Nullable JsonNode right, FieldType declared) {
        if (right == null) {
            return left == null ? null : left.deepCopy();
        }
        FieldType type = declared.of(right);
        boolean empty = isEmpty(left) && isEmpty(right);
        if (type.fields() != null && !type.fields().atomic() && !empty) {
            return mergeFields(left, right, type.fields());
        }
        if (type.fields() == null
                && type.scalar() == null
                && type.items() != null
                && !type.items().atomic()
                && !empty) {
            return mergeItems(left, right, type.items());
        }
        return right.deepCopy();
    }

    private static boolean isEmpty(@Nullable JsonNode value) {
        return value == null || !value.isContainerNode() || value.isEmpty();
    }

    private static ObjectNode mergeFields(@Nullable JsonNode left, JsonNode right, FieldType.Fields fields) {
        ObjectNode merged =
                left instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (var property : right.properties()) {
            FieldType type = fields.typeOf(property.getKey());
            JsonNode value = mergeValues(
                    left == null ? null : left.get(property.getKey()),
                    property.getValue(),
                    type == null ? FieldType.DEDUCED : type);
            if (value != null) {
                merged.set(property.getKey(), value);
            }
        }
        return merged;
    }

    /**
     * Keeps the order of the applied items and, around them, of the live ones: live items that were not applied stay behind
     * the shared item that they followed.
     */
    private static ArrayNode mergeItems(@Nullable JsonNode left, JsonNode right, FieldType.Items items) {
        var live = ListItems.index(items, left);
        var applied = ListItems.index(items, right);
        var merged = JsonNodeFactory.instance.arrayNode();
        var leftOrder = leftOrder(left, items);
        var rightOrder = List.copyOf(applied.keySet());
        var shared = new ArrayList<>(rightOrder);
        shared.retainAll(live.keySet());
        var done = new HashSet<PathElement>();
        int l = 0;
        int r = 0;
        while (l < leftOrder.size() || r < rightOrder.size()) {
            PathElement mine = l < leftOrder.size() ? leftOrder.get(l) : null;
            PathElement theirs = r < rightOrder.size() ? rightOrder.get(r) : null;
            if (mine != null && theirs != null) {
                if (mine.equals(theirs)) {
                    done.add(mine);
                    add(merged, live.get(mine), applied.get(mine), items);
                    shared.remove(mine);
                    l++;
                    r++;
                    continue;
                }
                if (applied.containsKey(mine)
                        && !shared.isEmpty()
                        && !shared.getFirst().equals(mine)) {
                    l++; // shared, but an earlier one comes first
                    continue;
                }
            }
            if (mine != null) {
                if (!applied.containsKey(mine)) {
                    merged.add(left == null ? null : left.get(l).deepCopy());
                    l++;
                    continue;
                } else if (done.contains(mine)) {
                    l++;
                }
            }
            if (theirs != null) {
                done.add(theirs);
                add(merged, live.get(theirs), applied.get(theirs), items);
                r++;
                shared.remove(theirs);
            }
        }
        return merged;
    }

    private static List<PathElement> leftOrder(@Nullable JsonNode left, FieldType.Items items) {
        var order = new ArrayList<PathElement>();
        if (left != null) {
            for (JsonNode item : left) {
                PathElement element = ListItems.identifyOrNull(items, item);
                order.add(element == null ? PathElement.value(item) : element);
            }
        }
        return order;
    }

    private static void add(
            ArrayNode merged, @Nullable JsonNode live, @Nullable JsonNode applied, FieldType.Items items) {
        JsonNode value = mergeValues(live, applied, items.type().get());
        if (value != null) {
            merged.add(value);
        }
    }
}
