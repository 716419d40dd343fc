package dev.escapement.cache;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.escapement.client.JsonPointer;
import dev.escapement.client.OwnerReference;
import dev.escapement.client.RawObject;

/**
 * By what objects are to be found without looking at all of them. Keep one in a constant, give it to those who hold the
 * objects, and ask with it: {@code Selector.by(INDEX, value)}. Indexes of one label, one field, of owners or namespaces are
 * equal to each other; two of functions are equal if they have the same name and function.
 *
 * @param name as it is shown
 * @param values tells an object's values, each of which finds it; none for an object that is not to be found
 */
public record Index(String name, Function<? super RawObject, ? extends Collection<String>> values) {
    private static final Index OWNER = new Index("owner", new Owners());
    private static final Index NAMESPACE = new Index("namespace", new Namespace());

    /** By the value of a label. */
    public static Index label(String key) {
        return new Index("label " + key, new Label(key));
    }

    /**
     * By what is at a place of the JSON, as text; each element's where the pointer has {@code *}.
     *
     * @param pointer such as {@code /spec/nodeName} or {@code /spec/volumes/*}{@code /secret/secretName}
     * @throws IllegalArgumentException if it is no {@link JsonPointer}
     */
    public static Index field(String pointer) {
        return new Index("field " + pointer, new Field(JsonPointer.of(pointer)));
    }

    /** By the namespace: where there are many objects in many of them, and reads ask for those of one. */
    public static Index namespace() {
        return NAMESPACE;
    }

    /** By the uids of the owners. */
    public static Index owner() {
        return OWNER;
    }

    /**
     * By what a function says. It runs on the thread that brings the changes, so it must be quick and must not block. An
     * object for which it throws is kept, and not found by this index; that is logged once. Where only a part of objects is kept,
     * it sees that part.
     *
     * @param name as it is shown
     * @param values tells an object's values
     */
    public static Index of(String name, Function<? super RawObject, ? extends Collection<String>> values) {
        return new Index(name, values);
    }

    /** The values of an object. */
    Collection<String> valuesOf(RawObject object) {
        return values.apply(object);
    }

    /** Where its values are; empty unless it is of a field. */
    Optional<JsonPointer> place() {
        return values instanceof Field field ? Optional.of(field.pointer) : Optional.empty();
    }

    private record Label(String key) implements Function<RawObject, Collection<String>> {
        @Override
        public Collection<String> apply(RawObject object) {
            var value = object.header().labels().get(key);
            return value == null ? List.of() : List.of(value);
        }
    }

    private record Field(JsonPointer pointer) implements Function<RawObject, Collection<String>> {
        @Override
        public Collection<String> apply(RawObject object) {
            return pointer.texts(object.json());
        }
    }

    private record Namespace() implements Function<RawObject, Collection<String>> {
        @Override
        public Collection<String> apply(RawObject object) {
            return List.of(object.header().key().namespace());
        }
    }

    private record Owners() implements Function<RawObject, Collection<String>> {
        @Override
        public Collection<String> apply(RawObject object) {
            return object.header().owners().stream().map(OwnerReference::uid).toList();
        }
    }
}
