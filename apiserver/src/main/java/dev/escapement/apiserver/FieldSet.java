package dev.escapement.apiserver;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A set of paths, as a tree: {@code members} are the paths that end here, {@code children} those that go on. */
final class FieldSet {
    private final TreeSet<PathElement> members = new TreeSet<>();
    private final TreeMap<PathElement, FieldSet> children = new TreeMap<>();

    static FieldSet of(Collection<List<String>> paths) {
        var set = new FieldSet();
        paths.forEach(path -> set.insert(path.stream().map(PathElement::field).toList()));
        return set;
    }

    /** Reads fieldsV1. */
    static FieldSet parse(JsonNode fieldsV1) {
        var set = new FieldSet();
        for (var field : fieldsV1.properties()) {
            if (field.getKey().length() > 2 && "fkv".indexOf(field.getKey().charAt(0)) >= 0) {
                PathElement element = PathElement.parse(field.getKey());
                JsonNode below = field.getValue();
                if (below.isEmpty() || below.has(".")) {
                    set.members.add(element);
                }
                FieldSet child = parse(below);
                if (!child.isEmpty()) {
                    set.children.put(element, child);
                }
            }
        }
        return set;
    }

    ObjectNode fieldsV1() {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        var all = new TreeSet<>(members);
        all.addAll(children.keySet());
        for (PathElement element : all) {
            FieldSet child = children.get(element);
            ObjectNode below = JsonNodeFactory.instance.objectNode();
            if (child != null) {
                if (members.contains(element)) {
                    below.putObject(".");
                }
                below.setAll(child.fieldsV1());
            }
            fields.set(element.serialized(), below);
        }
        return fields;
    }

    /** The root itself is never a member. */
    void insert(List<PathElement> path) {
        if (path.isEmpty()) {
            return;
        }
        FieldSet at = this;
        for (PathElement element : path.subList(0, path.size() - 1)) {
            at = at.children.computeIfAbsent(element, _ -> new FieldSet());
        }
        at.members.add(path.getLast());
    }

    boolean isEmpty() {
        return members.isEmpty() && children.values().stream().allMatch(FieldSet::isEmpty);
    }

    boolean contains(PathElement element) {
        return members.contains(element);
    }

    /** The paths below an element; null when there are none. */
    @Nullable
    FieldSet below(PathElement element) {
        FieldSet child = children.get(element);
        return child == null || child.isEmpty() ? null : child;
    }

    FieldSet union(FieldSet other) {
        FieldSet result = copy();
        result.members.addAll(other.members);
        other.children.forEach(
                (element, child) -> result.children.merge(element, child.copy(), (mine, theirs) -> mine.union(theirs)));
        return result;
    }

    FieldSet intersection(FieldSet other) {
        var result = new FieldSet();
        result.members.addAll(members);
        result.members.retainAll(other.members);
        children.forEach((element, child) -> {
            FieldSet theirs = other.children.get(element);
            if (theirs != null) {
                result.put(element, child.intersection(theirs));
            }
        });
        return result;
    }

    FieldSet difference(FieldSet other) {
        var result = new FieldSet();
        result.members.addAll(members);
        result.members.removeAll(other.members);
        children.forEach((element, child) -> {
            FieldSet theirs = other.children.get(element);
            result.put(element, theirs == null ? child.copy() : child.difference(theirs));
        });
        return result;
    }

    /** What is neither a member of another set nor below one. */
    FieldSet outside(FieldSet other) {
        var result = new FieldSet();
        result.members.addAll(members);
        result.members.removeAll(other.members);
        children.forEach((element, child) -> {
            FieldSet theirs = other.children.get(element);
            if (!other.members.contains(element)) {
                result.put(element, theirs == null ? child.copy() : child.outside(theirs));
            }
        });
        return result;
    }

    /**
     * With the declared fields above each path added. A path usually owns only its end, but removing the last field of a
     * struct must remove the struct too.
     */
    FieldSet withDeclaredParents(@Nullable FieldType type) {
        var result = new FieldSet();
        result.members.addAll(members);
        FieldType.Fields fields = type == null ? null : type.fields();
        FieldType.Items items = type == null ? null : type.items();
        children.forEach((element, child) -> {
            FieldType below = null;
            if (element.kind() == PathElement.Kind.FIELD && fields != null) {
                if (fields.declared().containsKey(element.text())) {
                    result.members.add(element);
                }
                below = fields.typeOf(element.text());
            } else if (element.kind() == PathElement.Kind.KEY && items != null) {
                below = items.type().get();
            }
            result.put(element, child.withDeclaredParents(below));
        });
        return result;
    }

    /** Each path as conflict messages show it, in the order of Go's iteration: members first, then what is below. */
    void forEach(Consumer<String> path) {
        forEach("", path);
    }

    private void forEach(String prefix, Consumer<String> path) {
        members.forEach(element -> path.accept(prefix + element));
        children.forEach((element, child) -> child.forEach(prefix + element, path));
    }

    private FieldSet copy() {
        var result = new FieldSet();
        result.members.addAll(members);
        children.forEach((element, child) -> result.children.put(element, child.copy()));
        return result;
    }

    private void put(PathElement element, FieldSet child) {
        if (!child.isEmpty()) {
            children.put(element, child);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set && fieldsV1().equals(set.fieldsV1());
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return fieldsV1().toString();
    }
}
