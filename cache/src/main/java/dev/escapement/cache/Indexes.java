package dev.escapement.cache;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of a store. What an object was found by is remembered with it ({@code terms}: its values, index by index), so that
 * it can be taken out again whatever a function says then, and so that a reader can tell whether it still belongs there.
 */
final class Indexes {
    private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);
    static final String[][] NONE = {};
    private static final String[] NO_VALUES = {};

    private final Kind kind;
    private final List<Index> indexes;
    private final List<Postings> postings;
    /** For which objects which index has no answer. */
    private final Set<Failed> failed;

    /** Whose failures have been said: the first one of each, as one bug often fails for thousands of objects. */
    private final Set<Integer> told;

    private record Failed(int index, ObjectKey key) {}

    /** A way to some objects. */
    private record Way(Postings postings, Set<String> values) {
        Stream<ObjectKey> keys() {
            return values.size() == 1
                    ? postings.keys(values.iterator().next())
                    : values.stream().flatMap(postings::keys).distinct();
        }

        int count() {
            return values.stream().mapToInt(postings::count).sum();
        }
    }

    /** None yet. */
    Indexes(Kind kind) {
        this(kind, List.of(), List.of(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }

    private Indexes(Kind kind, List<Index> indexes, List<Postings> postings, Set<Failed> failed, Set<Integer> told) {
        this.kind = kind;
        this.indexes = indexes;
        this.postings = postings;
        this.failed = failed;
        this.told = told;
    }

    /** The same, with what they hold, and behind them one that is empty; just the same if it is among them. */
    Indexes with(Index index) {
        return indexes.contains(index)
                ? this
                : new Indexes(kind, appended(indexes, index), appended(postings, new Postings()), failed, told);
    }

    private static <T> List<T> appended(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    /** What an object is found by; the array that it had before if that is the same. */
    String[][] terms(RawObject object, String[][] before) {
        if (indexes.isEmpty()) {
            return NONE;
        }
        var terms = new String[indexes.size()][];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = values(i, object);
        }
        return Arrays.deepEquals(terms, before) ? before : terms;
    }

    /** What an object is found by that was found by fewer indexes before; the same array if it was by all. */
    String[][] completed(RawObject object, String[][] before) {
        if (before.length == indexes.size()) {
            return before;
        }
        var terms = Arrays.copyOf(before, indexes.size());
        for (int i = before.length; i < terms.length; i++) {
            terms[i] = values(i, object);
        }
        return terms;
    }

    private String[] values(int i, RawObject object) {
        var failure = new Failed(i, object.header().key());
        try {
            var values = indexes.get(i).valuesOf(object).stream()
                    .map(Objects::requireNonNull)
                    .distinct()
                    .toArray(String[]::new);
            if (!failed.isEmpty()) {
                failed.remove(failure);
            }
            return values.length == 0 ? NO_VALUES : values;
        } catch (Throwable e) {
            // Errors as well: an author's StackOverflowError concerns this object only, not all that come after it.
            if (failed.add(failure)) {
                say(failure, e);
            }
            return NO_VALUES;
        }
    }

    private void say(Failed failure, Throwable e) {
        var index = indexes.get(failure.index).name();
        if (told.add(failure.index)) {
            LOG.warn(
                    "{} {} is not found by index \"{}\": its function failed; if others do, that is said at debug level",
                    kind.name(),
                    failure.key,
                    index,
                    e);
        } else {
            LOG.debug("{} {} is not found by index \"{}\": {}", kind.name(), failure.key, index, e.toString());
        }
    }

    /** Makes an object be found by what is new to it; to be called before it can be read. */
    @SuppressWarnings("ReferenceEquality") // most often all is as before
    void add(ObjectKey key, String[][] terms, String[][] before) {
        if (terms != before) {
            each(terms, before, (list, value) -> list.add(value, key));
        }
    }

    /** An object is found no more by what it had before; to be called when that can be read no more. */
    void remove(ObjectKey key, String[][] before, String[][] terms) {
        each(before, terms, (list, value) -> list.remove(value, key));
    }

    void gone(ObjectKey key) {
        if (!failed.isEmpty()) {
            for (int i = 0; i < indexes.size(); i++) {
                failed.remove(new Failed(i, key));
            }
        }
    }

    private interface Action {
        void on(Postings postings, String value);
    }

    /** For what is in some terms and not in others. */
    private void each(String[][] terms, String[][] others, Action action) {
        for (int i = 0; i < terms.length; i++) {
            for (var value : terms[i]) {
                if (i >= others.length || !contains(others[i], value)) {
                    action.on(postings.get(i), value);
                }
            }
        }
    }

    /** An object's values, from its terms if the index is kept. */
    Collection<String> values(Index index, Entry entry) {
        int i = indexes.indexOf(index);
        return i < 0 ? index.valuesOf(entry.object()) : List.of(entry.terms()[i]);
    }

    /** The keys of what an alternative selects, and perhaps of more, by the shortest way; empty if all have to be looked at. */
    Optional<Stream<ObjectKey>> keys(Alternative alternative) {
        if (indexes.isEmpty()) {
            return Optional.empty();
        }
        return alternative
                .ways()
                .filter(lookup -> indexes.contains(lookup.index()))
                .map(lookup -> new Way(postings.get(indexes.indexOf(lookup.index())), lookup.values()))
                .min(Comparator.comparingInt(Way::count))
                .map(Way::keys);
    }

    /** How many values an index has, over all; for tests of what is left behind. */
    int size() {
        return postings.stream().mapToInt(Postings::values).sum() + failed.size();
    }

    private static boolean contains(String[] values, String wanted) {
        for (var value : values) {
            if (value.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
