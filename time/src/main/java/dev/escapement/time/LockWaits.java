package dev.escapement.time;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often threads of this process had to wait for locks of a name, and how long. */
public final class LockWaits {
    private static final ConcurrentHashMap<String, LockWaits> ALL = new ConcurrentHashMap<>();

    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    private LockWaits() {}

    static LockWaits of(String name) {
        var known = ALL.get(name); // a read takes no lock, and some locks are made often
        return known != null ? known : ALL.computeIfAbsent(name, _ -> new LockWaits());
    }

    /** Those of all locks that there have been, by their names. */
    public static Map<String, LockWaits> all() {
        return new TreeMap<>(ALL);
    }

    /** How many acquisitions had to wait. */
    public long count() {
        return count.sum();
    }

    /** How long they waited, in sum. */
    public Duration total() {
        return Duration.ofNanos(nanos.sum());
    }

    void add(long waited) {
        count.increment();
        nanos.add(waited);
    }
}
