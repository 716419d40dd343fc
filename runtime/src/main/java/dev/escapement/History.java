package dev.escapement;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.escapement.client.ObjectKey;
import dev.escapement.time.CountedLock;
import org.jspecify.annotations.Nullable;

/** The last runs of the objects that ran last: so many of each, so many objects, and no more. */
final class History {
    static final int OBJECTS = 512;
    static final int RUNS = 8;

    private final CountedLock lock = new CountedLock("history");
    private final LinkedHashMap<ObjectKey, ArrayDeque<PastRun>> runs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, ArrayDeque<PastRun>> eldest) {
            return size() > OBJECTS;
        }
    };

    void add(ObjectKey key, PastRun run) {
        lock.lock();
        try {
            var known = runs.get(key);
            var past = known == null ? new ArrayDeque<PastRun>(2) : known;
            if (past.size() == RUNS) {
                past.removeFirst();
            }
            past.add(run);
            runs.putLast(key, past); // only runs count: who looks at many objects must not have others forgotten
        } finally {
            lock.unlock();
        }
    }

    /** The last run of an object; null if it is not known. */
    @Nullable
    PastRun last(ObjectKey key) {
        lock.lock();
        try {
            var past = runs.get(key);
            return past == null ? null : past.getLast();
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
