package dev.escapement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.client.ObjectKey;

/**
 * What a controller remembers of an object between runs. Causes come in from many threads; all else is used by the one run
 * of the object that there can be at a time.
 */
final class KeyState {
    private static final int CAUSES_KEPT = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayList<Cause> causes = new ArrayList<>(2);

    /** How many runs in a row have failed. */
    int failures;
    /** The generation that the failures are about. */
    long failedGeneration;
    /** What the next run is due to if nothing else causes it. */
    Cause.What scheduled = Cause.What.SCHEDULED;
    /** What was applied last, by the path of the object: a digest of the desired state. */
    final Map<String, String> applied = new HashMap<>();

    void add(Cause cause) {
        lock.lock();
        try {
            if (causes.size() == CAUSES_KEPT) {
                causes.removeFirst();
            }
            causes.add(cause);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the causes of the run that begins. */
    List<Cause> takeCauses(String kind, ObjectKey key) {
        lock.lock();
        try {
            if (causes.isEmpty()) {
                return List.of(new Cause(scheduled, kind, key, ""));
            }
            var taken = List.copyOf(causes);
            causes.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
