package dev.escapement.simulation;

import java.util.EnumSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Faults of writes, with an operator that writes; and whether all faults do happen where they are played. */
@Timeout(300)
class FaultyWritesTest {
    private static final Pattern TOLD = Pattern.compile("^request \\d+, .*?: ([A-Z_]+), ");

    @ParameterizedTest
    @EnumSource(
            names = {
                "LOST_REQUEST",
                "TOO_MANY_REQUESTS",
                "UNAVAILABLE",
                "INTERNAL_ERROR",
                "GATEWAY_TIMEOUT",
                "CONFLICT",
                "LOST_ANSWER",
                "CUT_ANSWER"
            })
    void eachFaultAloneIsOutlived(Fault fault) {
        int happened = 0;
        for (long seed = 1; seed <= 5; seed++) {
            var played =
                    Mirror.simulation().faults(Faults.none().with(fault, 0.3)).trial(seed);
            assertThat(played.failure()).as("seed %d", seed).isEmpty();
            if (played.trace().entries().stream()
                    .anyMatch(entry ->
                            entry.what().contains(", PATCH ") && entry.what().contains(fault.name()))) {
                happened++;
            }
        }
        assertThat(happened).as("seeds in which a write met it").isGreaterThan(1);
    }

    /** But for fragments, which are not told. */
    @Test
    void inHostileWeatherAllFaultsHappen() {
        var played = Stream.concat(
                LongStream.rangeClosed(1, 30)
                        .mapToObj(seed ->
                                Mirror.simulation().faults(Profile.HOSTILE).trace(seed)),
                LongStream.rangeClosed(1, 10)
                        .mapToObj(
                                seed -> Chores.simulation(seed, Profile.HOSTILE).trace(seed)));
        var happened = played.flatMap(FaultyWritesTest::told).collect(Collectors.toSet());
        assertThat(happened).isEqualTo(EnumSet.complementOf(EnumSet.of(Fault.FRAGMENTS)));
    }

    private static Stream<Fault> told(Trace trace) {
        return trace.entries().stream()
                .map(entry -> TOLD.matcher(entry.what()))
                .filter(told -> told.find())
                .map(told -> Fault.valueOf(told.group(1)));
    }
}
