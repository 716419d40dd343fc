package dev.escapement.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.escapement.simulation.FaultPlan.Injection;

/** Says which faults happen to a request. */
@FunctionalInterface
interface FaultSource {
    /**
     * The faults of a request, in the order of {@link Fault}.
     *
     * @param number the request's; the first is 1
     */
    List<Injection> faults(long number, FaultTarget target);

    /** Draws them. What happens to a request depends on the seed, its number and what it is about, not on other requests. */
    static FaultSource drawn(Faults faults, RandomGenerator random) {
        long seed = random.nextLong();
        return (number, target) -> {
            var dice = new SplittableRandom(seed + number * 0x9e3779b97f4a7c15L);
            List<Injection> found = new ArrayList<>();
            boolean over = false;
            for (var fault : Fault.values()) {
                // drawn for all of them, so that a rate that is changed changes nothing else
                double roll = dice.nextDouble();
                long draw = dice.nextLong();
                if (!over && roll < faults.rate(fault) && fault.concerns(target)) {
                    found.add(new Injection(number, fault, draw));
                    over = fault.isLast();
                }
            }
            return found;
        };
    }

    /** Repeats those of a plan; one that can't happen to the request which now has its number is left out. */
    static FaultSource replayed(FaultPlan plan) {
        return (number, target) -> plan.injections().stream()
                .filter(injection ->
                        injection.request() == number && injection.fault().concerns(target))
                .toList();
    }
}
