package dev.escapement.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

import dev.escapement.Observer;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;

/**
 * Sees the runs of an operator, and complains of two of one object at once, of runs that go on after their time, of objects that
 * are given up too early or too late, of runs that do not see what the operator wrote, and of timers that drift.
 */
final class RunWitness implements Observer {
    /** After its limit a run is interrupted, and given up so long after that; and a bit. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(6);
    /** The wall clock is read a moment before or after the tick. */
    private static final long TOLERANCE = 1_000_000;

    private final WorldTime time;
    private final Consumer<String> told;
    private final Consumer<String> complaints;
    private final ToLongFunction<String> written;
    private final Map<String, Running> running = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<String, Tick> ticks = new TreeMap<>();
    private final Map<String, Seen> seen = new TreeMap<>();
    private final LastingWitness lasting;
    private boolean skewed;

    private record Running(long since, long until) {}

    private record Tick(String uid, long nanos) {}

    /**
     * What the last run of an object saw.
     *
     * @param uid whose it was
     * @param generation the object's generation; 0 if it has none
     * @param version the object's resourceVersion
     */
    record Seen(String uid, long generation, long version) {
        /** This one, or an older one of the same object that has seen more. */
        Seen after(Seen before) {
            return uid.equals(before.uid)
                    ? new Seen(uid, Math.max(generation, before.generation), Math.max(version, before.version))
                    : this;
        }
    }

    RunWitness(WorldTime time, Consumer<String> told, Consumer<String> complaints, ToLongFunction<String> written) {
        this.time = time;
        this.told = told;
        this.complaints = complaints;
        this.written = written;
        this.lasting = new LastingWitness(time, told, complaints);
    }

    /** What runs have seen, by controller and object. */
    Map<String, Seen> seen() {
        return seen;
    }

    void newOperator() {
        running.clear();
        failures.clear();
        lasting.newOperator();
    }

    /** The wall clock jumps, so that timers' ticks move with it. */
    void skewed() {
        skewed = true;
    }

    private static String name(String controller, ObjectKey key) {
        return controller + " " + key;
    }

    @Override
    public void begins(String controller, Header object, Duration limit) {
        var name = name(controller, object.key());
        long now = time.clock().nanos();
        told.accept("run of " + name + " begins, at version " + object.resourceVersion());
        long until =
                limit.isZero() ? Long.MAX_VALUE : now + limit.plus(LAST_WORDS).toNanos();
        if (running.put(name, new Running(now, until)) != null) {
            complaints.accept("two runs of " + name + " at once");
        }
        long version = Long.parseLong(object.resourceVersion());
        long own = written.applyAsLong(object.uid());
        if (version < own) {
            complaints.accept("a run of " + name + " sees version " + version
                    + ", although the operator itself has written version " + own);
        }
        seen.merge(name, new Seen(object.uid(), object.generation(), version), (before, last) -> last.after(before));
    }

    @Override
    public void ends(String controller, ObjectKey key) {
        var name = name(controller, key);
        told.accept("run of " + name + " ends");
        var run = running.remove(name);
        if (run != null && time.clock().nanos() > run.until) {
            complaints.accept(late(name, run));
        }
    }

    @Override
    public void abandoned(String controller, ObjectKey key) {
        told.accept("run of " + name(controller, key) + " is given up, as it takes too long");
        running.remove(name(controller, key));
    }

    @Override
    public void lastingBegins(String name, ObjectKey key, String uid, Duration limit) {
        lasting.begins(name + " of " + key, uid, limit);
    }

    @Override
    public void lastingStops(String name, ObjectKey key, String uid, Duration limit) {
        lasting.stops(name + " of " + key, uid, limit);
    }

    @Override
    public void lastingEnds(String name, ObjectKey key, String uid) {
        lasting.ends(name + " of " + key, uid);
    }

    /** Complains of runs, and of code between them, that should have ended. */
    void look() {
        lasting.look();
        running.forEach((name, run) -> {
            if (time.clock().nanos() > run.until) {
                complaints.accept(late(name, run));
            }
        });
    }

    private String late(String name, Running run) {
        return "a run of " + name + " goes on " + Duration.ofNanos(time.clock().nanos() - run.since)
                + " after its beginning, which is longer than its limit and the time to give it up";
    }

    @Override
    public void worked(String controller, ObjectKey key) {
        failures.remove(name(controller, key));
    }

    @Override
    public void failed(String controller, ObjectKey key, int attempts, int allowed, boolean terminal, boolean givenUp) {
        var name = name(controller, key);
        int counted = failures.merge(name, 1, Integer::sum);
        told.accept("run of " + name + " has failed, attempt " + attempts + (givenUp ? ", and is given up" : ""));
        // What is given up and tried again, because of a replay or of another object, counts on.
        boolean isUsedUp = allowed > 0 && attempts >= allowed;
        if (givenUp != (terminal || isUsedUp)) {
            complaints.accept(name + (givenUp ? " is given up" : " is tried again") + " after " + attempts + " of "
                    + allowed + " attempts");
        }
        if (attempts > counted) {
            complaints.accept(name + " has failed " + counted + " times in a row, which count as " + attempts);
        }
    }

    @Override
    public void ticks(String controller, String timer, Header object, Duration interval, Instant due) {
        var name = name(controller, object.key()) + " " + timer;
        told.accept("timer " + name + " ticks");
        long nanos = Duration.between(WorldTime.BEGINNING, due).toNanos();
        var before = ticks.put(name, new Tick(object.uid(), nanos));
        if (before == null || skewed || !before.uid.equals(object.uid())) {
            return;
        }
        long off = Math.floorMod(nanos - before.nanos + TOLERANCE, interval.toNanos()) - TOLERANCE;
        if (off > TOLERANCE) {
            complaints.accept("timer " + name + " is off its grid of " + interval + " by " + Duration.ofNanos(off));
        }
    }

    /** Objects of which a run is on its way. */
    List<String> underWay() {
        return new ArrayList<>(running.keySet());
    }
}
