package dev.escapement.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.escapement.Always;
import dev.escapement.Controller;
import dev.escapement.DaemonContext;
import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import dev.escapement.StepResult;
import dev.escapement.StepStatus;
import dev.escapement.Steps;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;

import static dev.escapement.StepResult.done;
import static dev.escapement.StepResult.failed;
import static dev.escapement.StepResult.poll;

/** An operator with code that goes on between runs: steps with timeouts, some of which do not heed them, and a daemon. */
final class Trips {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private Trips() {}

    static OperatorBuilder operator() {
        return Operator.named("trips")
                .controller(Controller.of(Trip.class)
                        .daemon("watch", Always.always().grace(GRACE), Trips::watch)
                        .reconcile(Steps.<Trip>named("trip")
                                .grace(GRACE)
                                .step(
                                        "pack",
                                        (trip, context) -> context.attempt()
                                                        <= trip.getSpec().fails()
                                                ? failed("not packed")
                                                : done(),
                                        step -> step.retry(Backoff.exponential(Duration.ofSeconds(1))))
                                .step(
                                        "travel",
                                        (trip, context) -> travel(trip, context.clock()),
                                        step -> step.timeout(TIMEOUT))
                                .step(
                                        "arrive",
                                        (_, context) ->
                                                LONG.minus(context.deadline().remaining())
                                                                        .compareTo(TIMEOUT)
                                                                < 0
                                                        ? poll("nearly there")
                                                        : done(),
                                        step -> step.poll(Duration.ofSeconds(5)).timeout(LONG))));
    }

    private static StepResult travel(Trip trip, Clock clock) throws InterruptedException {
        switch (trip.getSpec().way()) {
            case SMOOTH -> clock.sleep(Duration.ofMillis(700));
            case LATE -> clock.sleep(TIMEOUT.multipliedBy(10));
            case DEAF -> deaf(clock, TIMEOUT.multipliedBy(3));
        }
        return done();
    }

    /** Sleeps on when it is interrupted. */
    private static void deaf(Clock clock, Duration time) {
        long end = Clock.after(clock.nanos(), time);
        while (clock.nanos() < end) {
            try {
                clock.sleep(Duration.ofNanos(end - clock.nanos()));
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }

    private static void watch(DaemonContext<Trip> context) throws InterruptedException {
        var clock = context.clock();
        switch (context.object().getSpec().way()) {
            case SMOOTH -> {
                while (!context.stop().await(Duration.ofSeconds(20))) {
                    context.heartbeat();
                }
            }
            case LATE -> clock.sleep(Duration.ofDays(1)); // ends when it is interrupted
            case DEAF -> {
                while (!context.stop().isRequested()) {
                    deaf(clock, Duration.ofSeconds(30));
                }
            }
        }
    }

    static Simulation simulation(long seed, Profile profile) {
        return Simulation.of(Trips::operator)
                .faults(profile)
                .script(script(new SplittableRandom(seed)).toArray(Step[]::new))
                .ignoring("/status/sequence")
                .always(
                        "who is late is so after the timeout, and soon after it unless nobody was there to see it",
                        cluster -> cluster.list(Trip.class).stream().allMatch(Trips::isTimedOutInTime))
                .eventually(
                        "each trip is over",
                        cluster -> cluster.list(Trip.class).stream().allMatch(Trips::isOver));
    }

    /** Who travels while nobody is there to see it may be late as well. */
    private static boolean isOver(Trip trip) {
        if (trip.getStatus() == null) {
            return false;
        }
        var phase = phase(trip);
        return phase == StepStatus.Phase.TIMED_OUT
                || (phase == StepStatus.Phase.SUCCEEDED && trip.getSpec().way() == Trip.Way.SMOOTH);
    }

    private static StepStatus.Phase phase(Trip trip) {
        var steps = trip.getStatus().sequence().steps();
        var last = steps.get(steps.size() - 1).phase();
        return last == StepStatus.Phase.PENDING ? steps.get(1).phase() : last;
    }

    private static boolean isTimedOutInTime(Trip trip) {
        if (trip.getStatus() == null || trip.getStatus().sequence() == null) {
            return true;
        }
        var travel = trip.getStatus().sequence().steps().get(1);
        if (travel.phase() != StepStatus.Phase.TIMED_OUT) {
            return true;
        }
        var took = Duration.between(Instant.parse(travel.startedAt()), Instant.parse(travel.finishedAt()));
        return took.compareTo(TIMEOUT) >= 0;
    }

    private static List<Step> script(RandomGenerator random) {
        var steps = new ArrayList<Step>();
        var trips = new ArrayList<Trip>();
        for (int i = 0; i < 20; i++) {
            if (trips.isEmpty() || random.nextInt(3) == 0) {
                var way = Trip.Way.values()[random.nextInt(3)];
                var trip = Trip.of("t" + i, way, Math.max(0, random.nextInt(5) - 2));
                trips.add(trip);
                steps.add(Step.create(trip));
            } else {
                steps.add(step(trips, random));
            }
            steps.add(Step.pause(Duration.ofMillis((long) Math.pow(10, 4.6 * random.nextDouble()))));
        }
        return steps;
    }

    private static Step step(List<Trip> trips, RandomGenerator random) {
        var trip = trips.get(random.nextInt(trips.size()));
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                Step.update(trip, now -> {
                    now.setSpec(new Trip.Spec(now.getSpec().way(), now.getSpec().fails() + 1));
                    return now;
                });
            case 2, 3 -> {
                trips.remove(trip);
                yield Step.delete(trip);
            }
            case 4, 5 -> Step.crashOperator(random.nextInt(10), random.nextBoolean());
            case 6 -> Step.restartServer(Duration.ofMillis(random.nextInt(10_000)));
            default -> Step.restartOperator();
        };
    }
}
