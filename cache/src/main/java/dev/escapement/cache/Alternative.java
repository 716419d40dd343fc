package dev.escapement.cache;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.escapement.client.JsonPointer;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;

/**
 * Conditions that have to hold all together.
 *
 * @param namespaces any of these; empty for every one
 * @param labels on the labels
 * @param fields on the fields
 * @param lookups on the values of indexes
 */
record Alternative(Set<String> namespaces, LabelSelector labels, FieldSelector fields, List<Lookup> lookups) {
    private static final LabelSelector ANY_LABELS = LabelSelector.parse("");
    private static final FieldSelector ANY_FIELDS = FieldSelector.parse("");
    static final Alternative ANY = new Alternative(Set.of(), ANY_LABELS, ANY_FIELDS, List.of());

    static Alternative in(Set<String> namespaces) {
        return new Alternative(namespaces, ANY_LABELS, ANY_FIELDS, List.of());
    }

    static Alternative labels(LabelSelector labels) {
        return new Alternative(Set.of(), labels, ANY_FIELDS, List.of());
    }

    static Alternative fields(FieldSelector fields) {
        return new Alternative(Set.of(), ANY_LABELS, fields, List.of());
    }

    /** The same, and what is found by lookups in place of others. */
    Alternative byAll(List<Lookup> others) {
        return new Alternative(namespaces, labels, fields, others);
    }

    /** Both; empty if they exclude each other. */
    Optional<Alternative> and(Alternative other) {
        Set<String> both = new HashSet<>(namespaces.isEmpty() ? other.namespaces : namespaces);
        if (!other.namespaces.isEmpty()) {
            both.retainAll(other.namespaces);
        }
        if (both.isEmpty() && !(namespaces.isEmpty() && other.namespaces.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new Alternative(
                both,
                new LabelSelector(
                        joined(labels.text(), other.labels.text()),
                        joined(labels.requirements(), other.labels.requirements())),
                new FieldSelector(
                        joined(fields.text(), other.fields.text()),
                        joined(fields.requirements(), other.fields.requirements())),
                joined(lookups, other.lookups)));
    }

    private static String joined(String one, String two) {
        return one.isBlank() ? two : two.isBlank() ? one : one + "," + two;
    }

    private static <T> List<T> joined(List<T> one, List<T> two) {
        return Stream.concat(one.stream(), two.stream()).distinct().toList();
    }

    /**
     * Whether all conditions hold for an object.
     *
     * @param values tells the object's values of an index
     */
    boolean matches(RawObject object, Function<Index, Collection<String>> values) {
        return (namespaces.isEmpty()
                        || namespaces.contains(object.header().key().namespace()))
                && (labels.requirements().isEmpty()
                        || labels.matches(object.header().labels()))
                && fields.matches(object)
                && lookups.stream()
                        .allMatch(
                                lookup -> values.apply(lookup.index()).stream().anyMatch(lookup.values()::contains));
    }

    /** The ways to find all of its objects, and perhaps more, by indexes. */
    Stream<Lookup> ways() {
        var byNamespace =
                namespaces.isEmpty() ? Stream.<Lookup>empty() : Stream.of(new Lookup(Index.namespace(), namespaces));
        return Stream.of(lookups.stream(), fields.lookups(), labels.lookups(), byNamespace)
                .flatMap(Function.identity());
    }

    /** The keys of all objects that can match, if names and namespaces say them. */
    Optional<Stream<ObjectKey>> keys(boolean namespaced) {
        var within = namespaced ? namespaces : Set.of("");
        return within.isEmpty()
                ? Optional.empty()
                : fields.name().map(name -> within.stream().map(namespace -> new ObjectKey(namespace, name)));
    }

    /** The places in objects that it looks at. */
    Stream<JsonPointer> places() {
        return Stream.concat(
                fields.requirements().stream().map(FieldSelector.Requirement::place),
                lookups.stream().flatMap(lookup -> lookup.index().place().stream()));
    }

    /** The same in some namespaces; in all if there are none. */
    Alternative within(Set<String> others) {
        return new Alternative(others, labels, fields, lookups);
    }

    /** Whether all that it selects is among what a source does. */
    boolean isCoveredBy(List<Source> sources) {
        var wanted = namespaces.isEmpty() ? Set.of("") : namespaces;
        return wanted.stream()
                .allMatch(namespace -> sources.stream()
                        .anyMatch(s -> s.covers(namespace, labels.requirements(), fields.requirements())));
    }

    /** For messages. */
    @Override
    public String toString() {
        var text = (namespaces.isEmpty() ? "" : " in " + namespaces)
                + (labels.text().isBlank() ? "" : " labels " + labels.text())
                + (fields.text().isBlank() ? "" : " fields " + fields.text())
                + (lookups.isEmpty() ? "" : " by " + lookups);
        return text.isEmpty() ? "all" : text.strip();
    }
}
