package dev.escapement.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.escapement.client.ObjectKey;

/**
 * The keys that have a value, by the value. Reads take no lock. A value that no key has takes no room.
 *
 * <p>Most values have few keys, which are kept in a list that is never changed, only replaced; many are kept in a set, since to
 * replace a list for each of a hundred thousand would take their number squared.
 */
final class Postings {
    private static final int FEW = 16;

    private final ConcurrentHashMap<String, Collection<ObjectKey>> keys = new ConcurrentHashMap<>();

    void add(String value, ObjectKey key) {
        keys.compute(value, (_, old) -> {
            if (old == null) {
                return List.of(key);
            }
            if (!(old instanceof List<ObjectKey> few)) {
                old.add(key);
                return old;
            }
            if (few.contains(key)) {
                return few;
            }
            if (few.size() == FEW) {
                var many = ConcurrentHashMap.<ObjectKey>newKeySet(4 * FEW);
                many.addAll(few);
                many.add(key);
                return many;
            }
            var more = new ArrayList<>(few);
            more.add(key);
            return List.copyOf(more);
        });
    }

    void remove(String value, ObjectKey key) {
        keys.computeIfPresent(value, (_, old) -> {
            if (old instanceof List<ObjectKey> few) {
                var fewer = few.stream().filter(k -> !k.equals(key)).toList();
                return fewer.isEmpty() ? null : fewer;
            }
            old.remove(key);
            return old.size() > FEW / 2 ? old : List.copyOf(old);
        });
    }

    Stream<ObjectKey> keys(String value) {
        return keys.getOrDefault(value, List.of()).stream();
    }

    /** How many keys have a value. */
    int count(String value) {
        return keys.getOrDefault(value, List.of()).size();
    }

    /** How many values there are. */
    int values() {
        return keys.size();
    }
}
