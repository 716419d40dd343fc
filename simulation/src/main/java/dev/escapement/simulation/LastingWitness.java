package dev.escapement.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Sees the code of steps and daemons, which goes on between runs, and complains of two of one object at once, and of what goes on
 * after its deadline, or after it should have stopped.
 */
final class LastingWitness {
    /** Threads that are woken at one instant go on at it; clocks that they read on their way may have gone on by that. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final WorldTime time;
    private final Consumer<String> told;
    private final Consumer<String> complaints;
    /** Until when each may go on, by its name and object. */
    private final Map<String, Long> limits = new TreeMap<>();

    LastingWitness(WorldTime time, Consumer<String> told, Consumer<String> complaints) {
        this.time = time;
        this.told = told;
        this.complaints = complaints;
    }

    void newOperator() {
        limits.clear();
    }

    private long after(Duration limit) {
        return limit.isZero()
                ? Long.MAX_VALUE
                : time.clock().nanos() + limit.plus(MOMENT).toNanos();
    }

    void begins(String name, String uid, Duration limit) {
        told.accept(name + " begins");
        if (limits.put(name + " " + uid, after(limit)) != null) {
            complaints.accept("two of " + name + " at once");
        }
    }

    void stops(String name, String uid, Duration limit) {
        told.accept(name + (limit.isZero() ? " is given up" : " is to stop"));
        limits.computeIfPresent(
                name + " " + uid, (_, before) -> limit.isZero() ? Long.MAX_VALUE : Math.min(before, after(limit)));
    }

    void ends(String name, String uid) {
        told.accept(name + " ends");
        var limit = limits.remove(name + " " + uid);
        if (limit != null) {
            look(name, limit);
        }
    }

    /** Complains of what should have ended. */
    void look() {
        limits.forEach(this::look);
    }

    private void look(String name, long limit) {
        long late = time.clock().nanos() - limit;
        if (late > 0) {
            complaints.accept(name + " goes on " + Duration.ofNanos(late) + " after its limit");
        }
    }
}
