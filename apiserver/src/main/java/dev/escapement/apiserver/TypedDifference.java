package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Which fields changed between two objects of the same type. */
final class TypedDifference {
    private final FieldSet added;
    private final FieldSet modified;
    private final FieldSet removed;

    private TypedDifference(FieldSet added, FieldSet modified, FieldSet removed) {
        this.added = added;
        this.modified = modified;
        this.removed = removed;
    }

    static TypedDifference between(JsonNode before, JsonNode after, FieldType type) {
        var difference = new TypedDifference(new FieldSet(), new FieldSet(), new FieldSet());
        difference.compare(before, after, type, new ArrayList<>());
        return difference;
    }

    /** The same without some fields and all below them. */
    TypedDifference outside(FieldSet fields) {
        return new TypedDifference(added.outside(fields), modified.outside(fields), removed.outside(fields));
    }

    FieldSet added() {
        return added;
    }

    FieldSet modified() {
        return modified;
    }

    FieldSet removed() {
        return removed;
    }

    private void compare(
            @Nullable JsonNode left, @Nullable JsonNode right, FieldType declared, List<PathElement> path) {
        FieldType type = declared.of(right == null ? left : right);
        FieldType other = declared.of(left);
        if (left != null && right != null && !type.equals(other)) {
            descend(left, right, other, path);
        }
        boolean leaf = descend(left, right, type, path);
        if (!leaf) {
            if (left == null) {
                added.insert(path);
            } else if (right == null) {
                removed.insert(path);
            }
        }
    }

    /** Returns whether the two were taken as one value each. */
    private boolean descend(@Nullable JsonNode left, @Nullable JsonNode right, FieldType type, List<PathElement> path) {
        boolean empty = isEmpty(left) && isEmpty(right);
        if (type.fields() != null && !type.fields().atomic() && !empty) {
            compareFields(left, right, type.fields(), path);
            return false;
        }
        if (type.fields() == null
                && type.scalar() == null
                && type.items() != null
                && !type.items().atomic()
                && !empty) {
            compareItems(left, right, type.items(), path);
            return false;
        }
        if (left == null) {
            added.insert(path);
        } else if (right == null) {
            removed.insert(path);
        } else if (!Json.same(left, right)) {
            modified.insert(path);
        }
        return true;
    }

    /** Null, {} and [] differ as values, but there is nothing in them to descend to. */
    private static boolean isEmpty(@Nullable JsonNode value) {
        return value == null || !value.isContainerNode() || value.isEmpty();
    }

    private void compareFields(
            @Nullable JsonNode left, @Nullable JsonNode right, FieldType.Fields fields, List<PathElement> path) {
        var names = new LinkedHashSet<String>();
        if (left != null) {
            left.fieldNames().forEachRemaining(names::add);
        }
        if (right != null) {
            right.fieldNames().forEachRemaining(names::add);
        }
        for (String name : names) {
            FieldType type = fields.typeOf(name);
            path.add(PathElement.field(name));
            compare(
                    left == null ? null : left.get(name),
                    right == null ? null : right.get(name),
                    type == null ? FieldType.DEDUCED : type,
                    path);
            path.removeLast();
        }
    }

    private void compareItems(
            @Nullable JsonNode left, @Nullable JsonNode right, FieldType.Items items, List<PathElement> path) {
        Map<PathElement, List<JsonNode>> before = group(left, items);
        Map<PathElement, List<JsonNode>> after = group(right, items);
        var elements = new LinkedHashSet<>(before.keySet());
        elements.addAll(after.keySet());
        for (PathElement element : elements) {
            path.add(element);
            compareGroups(before.getOrDefault(element, List.of()), after.getOrDefault(element, List.of()), items, path);
            path.removeLast();
        }
    }

    /** Repeated items have no fields of their own: they are one value together. */
    private void compareGroups(
            List<JsonNode> left, List<JsonNode> right, FieldType.Items items, List<PathElement> path) {
        FieldType type = items.type().get();
        if (left.size() <= 1 && right.size() <= 1) {
            compare(left.isEmpty() ? null : left.getFirst(), right.isEmpty() ? null : right.getFirst(), type, path);
        } else if (left.size() >= 2 && right.size() >= 2) {
            if (!left.equals(right)) {
                modified.insert(path);
            }
        } else if (left.size() >= 2) {
            if (!right.isEmpty()) {
                compare(null, right.getFirst(), type, path);
            }
            removed.insert(path);
        } else {
            if (!left.isEmpty()) {
                compare(left.getFirst(), null, type, path);
            }
            added.insert(path);
        }
    }

    private static Map<PathElement, List<JsonNode>> group(@Nullable JsonNode list, FieldType.Items items) {
        var groups = new LinkedHashMap<PathElement, List<JsonNode>>();
        if (list != null) {
            for (JsonNode item : list) {
                PathElement element = ListItems.identifyOrNull(items, item);
                if (element != null) {
                    groups.computeIfAbsent(element, _ -> new ArrayList<>()).add(item);
                }
            }
        }
        return groups;
    }
}
