package dev.escapement.cache;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;

/**
 * Which objects of a cache are wanted: by namespace, labels, fields, or the value of an index, and any combination of these.
 * Immutable; a condition is on the object alone, so all of them are seen to hold for one and the same version of it.
 *
 * <pre>{@code
 * Selector.in("shop").and(Selector.labels("app in (web, api)")).or(Selector.by(NODE, "n1"))
 * }</pre>
 */
public final class Selector {
    private static final Selector ALL = new Selector(List.of(Alternative.ANY));

    /** Any of them has to hold; none if nothing can match. */
    private final List<Alternative> alternatives;

    private Selector(List<Alternative> alternatives) {
        this.alternatives = alternatives;
    }

    /** Everything. */
    public static Selector all() {
        return ALL;
    }

    /** What is in any of some namespaces; with no name, nothing. */
    public static Selector in(String... namespaces) {
        return new Selector(namespaces.length == 0 ? List.of() : List.of(Alternative.in(Set.of(namespaces))));
    }

    /**
     * What has labels, as kubectl says it: {@code a=b,c!=d,e in (x,y),f notin (z),g,!h}; everything if it is empty.
     *
     * @throws IllegalArgumentException with the place of what is wrong
     */
    public static Selector labels(String selector) {
        return new Selector(List.of(Alternative.labels(LabelSelector.parse(selector))));
    }

    /**
     * What has values in fields, as kubectl says it: {@code metadata.name=x,spec.nodeName!=y}; everything if it is empty. Any
     * field will do that holds text, a number or a truth value; one that is not there is empty.
     *
     * @throws IllegalArgumentException with the place of what is wrong
     */
    public static Selector fields(String selector) {
        return new Selector(List.of(Alternative.fields(FieldSelector.parse(selector))));
    }

    /** What an index finds by a value. It is found quickly where the index is kept, and elsewhere by looking at all objects. */
    public static Selector by(Index index, String value) {
        return new Selector(List.of(Alternative.ANY.byAll(List.of(new Lookup(index, Set.of(value))))));
    }

    /** What a list or watch of the API server would bring. */
    public static Selector of(Selection selection) {
        var selected = labels(selection.labels()).and(fields(selection.fields()));
        return selection.namespace().isEmpty() ? selected : selected.and(in(selection.namespace()));
    }

    /** What both select. */
    public Selector and(Selector other) {
        return new Selector(alternatives.stream()
                .flatMap(one -> other.alternatives.stream().flatMap(two -> one.and(two).stream()))
                .toList());
    }

    /** What one of the two selects, or both. */
    public Selector or(Selector other) {
        return new Selector(Stream.concat(alternatives.stream(), other.alternatives.stream())
                .distinct()
                .toList());
    }

    /**
     * Whether an object is selected.
     *
     * @throws RuntimeException what the function of an index throws for it
     */
    public boolean matches(RawObject object) {
        return alternatives.stream().anyMatch(a -> a.matches(object, index -> index.valuesOf(object)));
    }

    /** The same, in some namespaces where it says none; the same if there are none. */
    public Selector orElseIn(Collection<String> namespaces) {
        if (namespaces.isEmpty()) {
            return this;
        }
        return new Selector(alternatives.stream()
                .map(a -> a.namespaces().isEmpty() ? a.within(Set.copyOf(namespaces)) : a)
                .toList());
    }

    List<Alternative> alternatives() {
        return alternatives;
    }

    /** For messages. */
    @Override
    public String toString() {
        return alternatives.stream().map(Alternative::toString).collect(Collectors.joining(" or ", "{", "}"));
    }
}
