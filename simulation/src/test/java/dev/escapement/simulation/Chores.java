package dev.escapement.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.escapement.Context;
import dev.escapement.Controller;
import dev.escapement.Every;
import dev.escapement.Operator;
import dev.escapement.OperatorBuilder;
import dev.escapement.Outcome;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

import static dev.escapement.Outcome.again;
import static dev.escapement.Outcome.done;

/**
 * An operator that uses most of what the runtime has: owned objects, objects outside that a cleanup takes back, waiting, failures,
 * dead letters, a timer, a status; and people who work with it. Names of chores are used once.
 */
final class Chores {
    private static final String STALE = "stale";
    private static final int ATTEMPTS = 4;

    private Chores() {}

    static OperatorBuilder operator() {
        return Operator.named("chores")
                .controller(Controller.of(Chore.class)
                        .owns(ConfigMap.class)
                        .retry(Backoff.exponential(Duration.ofSeconds(1))
                                .cap(Duration.ofSeconds(10))
                                .attempts(ATTEMPTS))
                        .timer("look", Every.every(Duration.ofMinutes(1)), _ -> done())
                        .cleanup((chore, context) -> {
                            context.delete(map("outside-" + chore.getMetadata().getName(), ""));
                            return done();
                        })
                        .reconcile(Chores::reconcile));
    }

    private static Outcome reconcile(Chore chore, Context context) throws InterruptedException {
        var name = chore.getMetadata().getName();
        var text = chore.getSpec().text();
        if (context.attempt() <= chore.getSpec().fails()) {
            throw new IllegalStateException("attempt " + context.attempt());
        }
        context.applyUnowned(map("outside-" + name, text));
        var written = context.apply(map(name, text));
        context.clock().sleep(Duration.ofMillis(300));
        var read = context.get(ConfigMap.class, "default", name);
        if (read.isPresent() && version(read.get()) < version(written)) {
            return done().status(new Chore.Status(STALE, 0, 0));
        }
        long generation = chore.getMetadata().getGeneration();
        var before = chore.getStatus();
        int runs = before == null ? 1 : before.runs() + 1;
        boolean hasWaited = before != null && before.observedGeneration() == generation;
        return hasWaited
                ? done().status(new Chore.Status("ready", generation, runs))
                : again(Duration.ofSeconds(20)).status(new Chore.Status("waiting", generation, runs));
    }

    private static long version(ConfigMap map) {
        return Long.parseLong(map.getMetadata().getResourceVersion());
    }

    private static ConfigMap map(String name, String text) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .addToData("text", text)
                .build();
    }

    static Simulation simulation(long seed, Profile profile) {
        return Simulation.of(Chores::operator)
                .faults(profile)
                .script(script(new SplittableRandom(seed)).toArray(Step[]::new))
                .ignoring("/status/runs")
                .always(
                        "nobody reads what is older than what they wrote",
                        cluster -> cluster.list(Chore.class).stream()
                                .allMatch(chore -> chore.getStatus() == null
                                        || !chore.getStatus().phase().equals(STALE)))
                .always(
                        "nothing runs without end",
                        cluster -> cluster.list(Chore.class).stream()
                                .allMatch(chore -> chore.getStatus() == null
                                        || chore.getStatus().runs() < 100))
                .eventually(
                        "all chores that can be done are done",
                        cluster -> cluster.list(Chore.class).stream()
                                .filter(chore -> chore.getSpec().fails() < ATTEMPTS)
                                .allMatch(chore -> isDone(chore, cluster)));
    }

    private static boolean isDone(Chore chore, Snapshot cluster) {
        var status = chore.getStatus();
        return status != null
                && status.phase().equals("ready")
                && cluster.get(ConfigMap.class, "default", chore.getMetadata().getName())
                        .filter(map ->
                                chore.getSpec().text().equals(map.getData().get("text")))
                        .isPresent();
    }

    private static List<Step> script(RandomGenerator random) {
        var steps = new ArrayList<Step>();
        var chores = new ArrayList<Chore>();
        for (int i = 0; i < 30; i++) {
            if (chores.isEmpty() || random.nextInt(6) == 0) {
                int fails = random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(ATTEMPTS - 1);
                var chore = Chore.of("c" + i, fails);
                chores.add(chore);
                steps.add(Step.create(chore));
            } else {
                steps.add(step(chores, random));
            }
            if (random.nextInt(3) > 0) {
                steps.add(pause(random));
            }
        }
        return steps;
    }

    private static Step step(List<Chore> chores, RandomGenerator random) {
        var chore = chores.get(random.nextInt(chores.size()));
        var map = map(chore.getMetadata().getName(), "");
        int value = random.nextInt(1000);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 ->
                Step.update(chore, now -> {
                    now.setSpec(new Chore.Spec("text " + value, now.getSpec().fails()));
                    return now;
                });
            case 4 -> {
                chores.remove(chore);
                yield Step.delete(chore);
            }
            case 5, 6 -> Step.delete(map);
            case 7 ->
                Step.update(map, now -> {
                    now.setData(Map.of("text", "drifted " + value));
                    return now;
                });
            case 8, 9 -> Step.crashOperator(random.nextInt(10), random.nextBoolean());
            case 10 -> Step.restartOperator();
            default -> Step.restartServer(Duration.ofMillis(random.nextInt(10_000)));
        };
    }

    /** From a millisecond to a minute, all orders of magnitude alike. */
    private static Step pause(RandomGenerator random) {
        return Step.pause(Duration.ofMillis((long) Math.pow(10, 4.8 * random.nextDouble())));
    }
}
