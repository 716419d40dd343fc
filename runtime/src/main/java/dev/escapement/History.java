package dev.escapement;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.CountedLock;

/** The last runs of the objects that ran last: so many of each, so many objects, and no more. */
final class History {
    static final int OBJECTS = 512;
    static final int RUNS = 8;

    private final CountedLock lock = new CountedLock("history");
    private final LinkedHashMap<ObjectKey, ArrayDeque<PastRun>> runs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, ArrayDeque<PastRun>> eldest) {
            return size() > OBJECTS;
        }
    };

    void add(ObjectKey key, PastRun run) {
        lock.lock();
        try {
            var past = runs.computeIfAbsent(key, _ -> new ArrayDeque<>(2));
            if (past.size() == RUNS) {
                past.removeFirst();
            }
            past.add(run);
        } finally {
            lock.unlock();
        }
    }

    /** The last runs of an object, the latest first. */
    List<PastRun> of(ObjectKey key) {
        lock.lock();
        try {
            var past = runs.get(key);
            return past == null ? List.of() : List.copyOf(past.reversed());
        } finally {
            lock.unlock();
        }
    }
}
