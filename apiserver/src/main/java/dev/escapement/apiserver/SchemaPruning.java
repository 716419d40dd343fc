package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Removes what a schema does not know. */
final class SchemaPruning {
    private static final Set<String> OF_RESOURCES = Set.of("apiVersion", "kind", "metadata");

    private final List<String> removed = new ArrayList<>();
    private final List<String> removedFromMetadata = new ArrayList<>();

    private SchemaPruning() {}

    /** Returns the paths of what was removed, those in metadata last. */
    static List<String> prune(ObjectNode object, SchemaNode root) {
        var pruning = new SchemaPruning();
        pruning.visit(object, root, "");
        pruning.removed.sort(Comparator.naturalOrder());
        pruning.removed.addAll(pruning.removedFromMetadata.stream().sorted().toList());
        return pruning.removed;
    }

    private void visit(JsonNode value, @Nullable SchemaNode schema, String path) {
        switch (value) {
            case ObjectNode object -> visitFields(object, schema, path);
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    SchemaNode items = schema == null ? null : schema.items();
                    String at = path + "[" + i + "]";
                    if (schema == null || !schema.preservesUnknown() || items != null) {
                        visit(array.get(i), items, at);
                    }
                }
            }
            default -> {}
        }
    }

    private void visitFields(ObjectNode object, @Nullable SchemaNode schema, String path) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String at = path.isEmpty() ? name : path + "." + name;
            if (schema != null && schema.embeddedResource() && OF_RESOURCES.contains(name)) {
                if (name.equals("metadata")) {
                    pruneMetadata(object.path(name), BuiltinTypes.named("meta.v1.ObjectMeta"), at);
                }
            } else if (schema != null && (schema.of(name) != null || schema.open())) {
                visit(object.path(name), schema.of(name), at);
            } else if (schema == null || !schema.preservesUnknown()) {
                object.remove(name);
                removed.add(at);
            }
        }
    }

    private void pruneMetadata(JsonNode value, FieldType declared, String path) {
        FieldType type = declared.of(value);
        if (value instanceof ObjectNode object && type.fields() != null) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                FieldType below = type.fields().typeOf(name);
                String at = path + "." + name;
                if (below == null) {
                    object.remove(name);
                    removedFromMetadata.add(at);
                } else {
                    pruneMetadata(object.path(name), below, at);
                }
            }
        } else if (value.isArray() && type.items() != null) {
            for (int i = 0; i < value.size(); i++) {
                pruneMetadata(value.get(i), type.items().type().get(), path + "[" + i + "]");
            }
        }
    }
}
