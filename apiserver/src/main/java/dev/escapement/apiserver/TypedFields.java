package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** The set of the fields that an object sets: its leaves, the items of its keyed lists, and its empty objects. */
final class TypedFields {
    private final FieldSet set = new FieldSet();

    private TypedFields() {}

    static FieldSet of(JsonNode object, FieldType type) {
        var walk = new TypedFields();
        walk.visit(object, type, new ArrayList<>());
        return walk.set;
    }

    private void visit(JsonNode value, FieldType declared, List<PathElement> path) {
        FieldType type = declared.of(value);
        if (type.fields() != null) {
            if (type.fields().atomic()) {
                set.insert(path);
            } else {
                visitFields(value, type.fields(), path);
            }
        } else if (type.scalar() != null) {
            set.insert(path);
        } else if (type.items() != null) {
            if (type.items().atomic()) {
                set.insert(path);
            } else {
                visitItems(value, type.items(), path);
            }
        }
    }

    private void visitFields(JsonNode object, FieldType.Fields fields, List<PathElement> path) {
        for (var property : object.properties()) {
            JsonNode value = property.getValue();
            FieldType type = fields.typeOf(property.getKey());
            path.add(PathElement.field(property.getKey()));
            visit(value, type == null ? FieldType.DEDUCED : type, path);
            boolean empty = value.isNull() || (value.isObject() && value.isEmpty());
            if (empty || !fields.declared().containsKey(property.getKey())) {
                set.insert(path);
            }
            path.removeLast();
        }
    }

    private void visitItems(JsonNode list, FieldType.Items items, List<PathElement> path) {
        var seen = new HashSet<PathElement>();
        var repeated = new HashSet<PathElement>();
        for (JsonNode item : list) {
            PathElement element = ListItems.identifyOrNull(items, item);
            if (element != null && !seen.add(element)) {
                repeated.add(element);
            }
        }
        for (JsonNode item : list) {
            PathElement element = ListItems.identifyOrNull(items, item);
            if (element != null) {
                path.add(element);
                if (!repeated.contains(element)) {
                    visit(item, items.type().get(), path);
                }
                set.insert(path);
                path.removeLast();
            }
        }
    }
}
