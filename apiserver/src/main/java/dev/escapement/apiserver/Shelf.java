package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/** The objects of one resource and their latest changes. Guarded by its store's lock, the listeners excepted. */
final class Shelf {
    final TreeMap<String, Stored> objects = new TreeMap<>();
    final Ring ring;
    /** Called after each change, without the lock: there may be something to read. */
    final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    /** The revision at which the resource went away, or 0: its watches end then. */
    long closed;

    Shelf(int ringSize, long floor) {
        ring = new Ring(ringSize, floor);
    }

    void apply(Change change) {
        if (change.deletion()) {
            objects.remove(change.object().path());
        } else {
            objects.put(change.object().path(), change.object());
        }
        ring.add(change);
    }

    /** The objects as they were at a revision that the ring still reaches back to, in the order of their paths. */
    List<Stored> at(long revision, @Nullable String namespace, String after) {
        List<Change> later = ring.after(revision);
        if (later.isEmpty()) {
            return new ArrayList<>(range(objects, namespace, after));
        }
        Map<String, @Nullable Stored> undone = new HashMap<>();
        for (Change change : later.reversed()) {
            undone.put(change.object().path(), change.before());
        }
        TreeMap<String, Stored> past = new TreeMap<>();
        for (Stored stored : range(objects, namespace, after)) {
            if (!undone.containsKey(stored.path())) {
                past.put(stored.path(), stored);
            }
        }
        undone.forEach((path, stored) -> {
            if (stored != null) {
                past.put(path, stored);
            }
        });
        return new ArrayList<>(range(past, namespace, after));
    }

    private static Collection<Stored> range(
            NavigableMap<String, Stored> map, @Nullable String namespace, String after) {
        if (namespace == null) {
            return map.tailMap(after, false).values();
        }
        String from = namespace + "/";
        String end = namespace + "0"; // the character after '/'
        if (after.compareTo(end) >= 0) {
            return List.of();
        }
        boolean fresh = after.compareTo(from) < 0;
        return map.subMap(fresh ? from : after, fresh, end, false).values();
    }
}
