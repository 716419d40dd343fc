package dev.escapement.simulation;

import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A process that plays some seeds and prints the digests of what happened. */
final class Digests {
    private Digests() {}

    static void main() {
        System.out.println(sample());
    }

    /** What is compared between processes. */
    static String sample() {
        return of(1, 12) + " " + ofChores(1, 8);
    }

    /** The digests of some seeds of the mirror, in hostile weather. */
    static String of(long first, long last) {
        return of(first, last, seed -> Mirror.simulation().faults(Profile.HOSTILE));
    }

    /** Those of the chores, which also have timers, a cleanup, failures and dead letters. */
    static String ofChores(long first, long last) {
        return of(first, last, seed -> Chores.simulation(seed, Profile.HOSTILE));
    }

    private static String of(long first, long last, LongFunction<Simulation> simulation) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seed ->
                        Long.toHexString(simulation.apply(seed).trace(seed).digest()))
                .collect(Collectors.joining(" "));
    }
}
