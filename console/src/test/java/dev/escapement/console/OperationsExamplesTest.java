package dev.escapement.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import dev.escapement.Operator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of docs/metrics.md and docs/health.md, compiled. */
class OperationsExamplesTest {
    @Test
    void theyAreThoseOfThePages() throws Exception {
        var here = Files.readString(Path.of("src/test/java/dev/escapement/console/OperationsExamplesTest.java"))
                .replaceAll("\\s", "");
        for (var page : List.of("metrics.md", "health.md")) {
            assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                            .matcher(Files.readString(Path.of("..", "docs", page)))
                            .results()
                            .map(block -> block.group(1).replaceAll("\\s", "")))
                    .as(page)
                    .isNotEmpty()
                    .allMatch(here::contains);
        }
    }

    private record Bank(boolean isOpen, String address) {}

    /** What the pages show. */
    @SuppressWarnings("try") // it only has to be open
    static void serve(Operator operator) throws InterruptedException {
        try (var health = HealthServer.start(operator, 8080)) {
            operator.awaitClosed();
        }
    }

    static void ask(HealthServer health, Bank bank) {
        health.readyUnless("bank", () -> bank.isOpen() ? "" : "the bank at " + bank.address() + " is closed");
    }
}
