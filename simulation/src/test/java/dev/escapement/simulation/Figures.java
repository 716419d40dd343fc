package dev.escapement.simulation;

import java.time.Duration;
import java.util.stream.IntStream;

/** A program that prints the figures of docs/simulation.md. */
final class Figures {
    private static final int OBJECTS = 100;
    private static final int SEEDS = 200;

    private Figures() {}

    static void main() {
        for (int round = 0; round < 3; round++) {
            var steps = IntStream.range(0, OBJECTS)
                    .mapToObj(number -> Step.create(Mirror.map("map-" + number)))
                    .toArray(Step[]::new);
            var hundred = Mirror.simulation().faults(Profile.CALM).script(steps);
            long began = System.nanoTime();
            var trace = hundred.trace(1);
            double seconds = (System.nanoTime() - began) / 1e9;
            double simulated = trace.passed().toNanos() / 1e9;
            System.out.printf(
                    "%d objects: %.0f simulated seconds per second (%.0f s in %.2f s)%n",
                    OBJECTS, simulated / seconds, simulated, seconds);
        }
        for (var profile : Profile.values()) {
            long began = System.nanoTime();
            var totals = Mirror.simulation().faults(profile).seeds(SEEDS).play();
            double minutes = (System.nanoTime() - began) / 60e9;
            System.out.printf(
                    "%s: %.0f seeds per minute, %s of simulated time each%n",
                    profile,
                    totals.seeds() / minutes,
                    Duration.ofSeconds(totals.simulated().toSeconds() / SEEDS));
        }
    }
}
