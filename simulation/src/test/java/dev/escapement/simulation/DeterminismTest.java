package dev.escapement.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A run is a function of its seed: every step of every thread, every request, event and run is the same. */
@Timeout(300)
class DeterminismTest {
    @Test
    void threeHundredRunsOfOneSeedAreOneTrace() {
        var simulation = Mirror.simulation().faults(Profile.HOSTILE);
        var first = simulation.trace(42);
        var digests = new HashSet<Long>();
        for (int run = 0; run < 300; run++) {
            digests.add(simulation.trace(42).digest());
        }
        assertThat(first.entries()).hasSizeGreaterThan(50);
        assertThat(digests).containsExactly(first.digest());
    }

    @Test
    void otherSeedsHaveOtherTraces() {
        assertThat(Digests.of(1, 20).split(" ")).doesNotHaveDuplicates().hasSize(20);
        assertThat(Digests.ofChores(1, 5).split(" ")).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void timersCleanupsAndDeadLettersAreOneTraceToo() {
        var digests = new HashSet<String>();
        for (int run = 0; run < 10; run++) {
            digests.add(Digests.ofChores(3, 5));
        }
        assertThat(digests).hasSize(1);
    }

    /** The iteration order of Set.of and Map.of differs from one JVM to the next, as do identity hash codes. */
    @Test
    void anotherJvmHasTheSameTraces() throws IOException, InterruptedException {
        assertThat(List.of(otherJvm(), otherJvm())).containsOnly(Digests.sample());
    }

    private static String otherJvm() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Digests.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.waitFor();
        }
    }
}
