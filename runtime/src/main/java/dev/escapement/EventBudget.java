package dev.escapement;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much may be written about each object: 25 Events at once, then one in 5 minutes. It is the spam filter of client-go
 * ({@code tools/record/events_cache.go}) and has its figures; an object that is not among the last 4 096 has a full budget again.
 */
final class EventBudget {
    static final int BURST = 25;
    static final Duration INTERVAL = Duration.ofMinutes(5);
    static final int OBJECTS = 4096;

    /** By uid, when the budget will be full again (the generic cell rate algorithm of ITU-T I.371). */
    private final LinkedHashMap<String, Long> full = new Bounded<>(OBJECTS);

    /** Takes one out of an object's budget, unless it is empty. */
    boolean take(String object, long now) {
        var known = full.get(object);
        long then = (known == null ? now : Math.max(known, now)) + INTERVAL.toNanos();
        if (then - now > INTERVAL.toNanos() * BURST) {
            return false;
        }
        full.put(object, then);
        return true;
    }

    /** A map that forgets what was not used for longest. */
    static final class Bounded<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        private final int most;

        Bounded(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
