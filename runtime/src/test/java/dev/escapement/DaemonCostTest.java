package dev.escapement;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What ten thousand daemons take. Memory can be asserted; times are only printed. */
@Timeout(120)
class DaemonCostTest {
    @Test
    void tenThousandTakeLittleMemoryAndEndTogether() throws InterruptedException {
        try (var cost = new DaemonCost()) {
            cost.measure(); // so that what classes take is not counted
            // Most of it is the stack, which takes much less once the optimizing compiler has seen to it; tests do
            // without that.
            assertThat(cost.measure()).isLessThan(3072);
        }
    }

    @Test
    void eachTakesAboutTwoKilobytesAsEscRunsThem() throws IOException, InterruptedException {
        var rounds = inAProcess("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");
        // As a rule 2030; the rest is for rounds in which the compiler is not done yet.
        assertThat(rounds.stream().sorted().toList().get(3))
                .as("the median of " + rounds)
                .isLessThan(2560);
    }

    private static List<Long> inAProcess(String... flags) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java);
        builder.command().addAll(List.of(flags));
        builder.command()
                .addAll(List.of("-cp", System.getProperty("java.class.path"), DaemonCost.class.getName(), "7"));
        var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var lines = process.inputReader()) {
            var rounds = lines.lines().map(Long::parseLong).toList();
            process.waitFor();
            return rounds;
        } finally {
            process.destroyForcibly();
        }
    }
}
