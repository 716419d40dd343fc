package dev.escapement.simulation;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A process that plays some seeds and prints the digests of what happened. */
final class Digests {
    private Digests() {}

    static void main() {
        System.out.println(of(1, 12));
    }

    /** The digests of some seeds, played in the given profile's weather. */
    static String of(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seed -> Long.toHexString(
                        Mirror.simulation().faults(Profile.HOSTILE).trace(seed).digest()))
                .collect(Collectors.joining(" "));
    }
}
