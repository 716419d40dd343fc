package dev.escapement.simulation;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** A scenario played with one script and one seed: first with faults, then without; and what came of it. */
final class Trial {
    private static final Duration LOOK = Duration.ofSeconds(20);
    /** After so long a watch on which nothing comes any more has been noticed, and replaced. */
    private static final Duration SETTLE = Duration.ofMinutes(4);
    /** For so long nothing is written once all is as it should be. */
    private static final Duration QUIET = Duration.ofMinutes(3);
    /** Writes for each object that it may take to bring it where it should be, once nothing fails. */
    private static final long WRITES = 30;
    /** The same for requests, watches and probes left out. */
    private static final long REQUESTS = 60;

    private final Scenario scenario;
    private final List<Step> steps;
    private final World world;
    private final Snapshot cluster;
    private String failure = "";
    private long calmWrites;
    private long calmRequests;
    private long quietWrites;

    private Trial(Scenario scenario, List<Step> steps, long seed) {
        this.scenario = scenario;
        this.steps = steps;
        this.world = new World(seed, scenario.faults(), scenario.operator());
        this.cluster = new Snapshot(world);
        scenario.always()
                .forEach(condition -> world.always(() -> {
                    var broken = condition.failure(cluster);
                    if (!broken.isEmpty()) {
                        throw new Violation("always: " + broken);
                    }
                }));
    }

    /** Plays a scenario. */
    static Ending play(Scenario scenario, List<Step> steps, long seed) {
        var ideal = new Trial(
                scenario.with(Faults.none()),
                steps.stream().filter(Step::isOfScript).toList(),
                seed);
        var reference = ideal.play(null);
        if (!reference.failure().isEmpty()) {
            return reference.because("even when nothing fails: ");
        }
        return new Trial(scenario, steps, seed).play(reference);
    }

    /** What happens, without an ideal to compare it with. */
    static Trace trace(Scenario scenario, List<Step> steps, long seed) {
        return new Trial(scenario, steps, seed).play(null).trace();
    }

    private Ending play(@Nullable Ending reference) {
        try (world) {
            try {
                var script = new Play(world);
                scenario.given().forEach(script::create);
                world.start();
                script.play(steps);
                calm(reference);
                quiet(reference);
            } catch (Violation | Scheduler.Stray e) {
                failure = String.valueOf(e.getMessage());
            }
            return new Ending(
                    failure,
                    ClusterState.of(world, world.witness().collections(), scenario.ignored()),
                    world.witness().caughtUp(),
                    calmWrites,
                    calmRequests,
                    quietWrites,
                    world.trace(),
                    world.time().passed());
        }
    }

    private void calm(@Nullable Ending reference) {
        long before = world.witness().writes();
        long asked = world.witness().requests();
        world.calm();
        long end = world.time().clock().nanos() + scenario.within().toNanos();
        var letters = new Letters(world);
        ClusterState last = null;
        String missing;
        do {
            world.run(LOOK);
            world.witness().look();
            letters.release();
            var now = state();
            missing = missing(now, reference == null ? last : reference.state());
            last = now;
        } while (!missing.isEmpty() && world.time().clock().nanos() < end);
        world.witness().look();
        if (!missing.isEmpty()) {
            throw new Violation("not within " + scenario.within() + " after the last fault: " + missing);
        }
        calmWrites = world.witness().writes() - before;
        calmRequests = world.witness().requests() - asked;
        if (reference != null) {
            int objects = Math.max(1, reference.state().objects().size());
            affordable("writes", calmWrites, WRITES * objects + reference.calmWrites());
            affordable("requests", calmRequests, REQUESTS * objects + reference.calmRequests());
        }
    }

    private static void affordable(String what, long took, long most) {
        if (took > most) {
            throw new Violation("it took " + took + " " + what + " after the last fault, more than " + most);
        }
    }

    private String missing(ClusterState now, @Nullable ClusterState wanted) {
        for (var condition : scenario.eventually()) {
            var unmet = condition.failure(cluster);
            if (!unmet.isEmpty()) {
                return unmet;
            }
        }
        return wanted == null ? "its state does not settle" : now.difference(wanted);
    }

    /** Once all is as it should be, nothing is written that would not be if nothing had ever failed. */
    private void quiet(@Nullable Ending reference) {
        if (reference != null) {
            world.run(SETTLE);
            nothingIsLost(reference);
        }
        long before = world.witness().writes();
        world.run(QUIET);
        world.witness().look();
        quietWrites = world.witness().writes() - before;
        if (reference == null) {
            return;
        }
        if (quietWrites > reference.quietWrites() + 1 + reference.quietWrites() / 2) {
            throw new Violation("it is not quiet: " + quietWrites + " writes within " + QUIET
                    + " in which nothing changed, not " + reference.quietWrites());
        }
        var off = state().difference(reference.state());
        if (!off.isEmpty()) {
            throw new Violation("it does not stay as it should be: " + off);
        }
    }

    /** What people did last may change nothing else, so it is not waited for, and may be behind a watch that was dead. */
    private void nothingIsLost(Ending reference) {
        var lost = new TreeSet<>(reference.caughtUp());
        lost.removeAll(world.witness().caughtUp());
        var left = state();
        lost.removeIf(name -> !left.has(name.substring(name.lastIndexOf(' ') + 1)));
        if (!lost.isEmpty()) {
            throw new Violation("no run has seen the last change of " + String.join(", ", lost));
        }
    }

    private ClusterState state() {
        return ClusterState.of(world, world.witness().collections(), scenario.ignored());
    }
}
