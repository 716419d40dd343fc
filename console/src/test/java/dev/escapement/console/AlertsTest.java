package dev.escapement.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The alerts of deploy/prometheus, judged by Prometheus' own tool. */
class AlertsTest {
    static final Path RULES = Path.of("..", "deploy", "prometheus", "escapement-alerts.yaml");
    private static final Path TESTS = RULES.resolveSibling("escapement-alerts-test.yaml");

    @Test
    void prometheusUnderstandsThem() throws Exception {
        var said = PrometheusTools.promtool("", "check", "rules", RULES.toString());
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text()).contains("SUCCESS");
    }

    @Test
    void eachFiresForWhatItIsAbout() throws Exception {
        var said = PrometheusTools.promtool("", "test", "rules", TESTS.toString());
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(names()).isNotEmpty();
        for (var name : names()) {
            assertThat(Files.readString(TESTS)).contains(name);
        }
    }

    @Test
    void eachSaysWhatItMeansAndWhatToDoAndHasAPlaceInTheRunbook() throws Exception {
        var rules = Files.readString(RULES);
        var headings = Pattern.compile("(?m)^#+ (.*)$")
                .matcher(Files.readString(Path.of("..", "docs", "operating.md")))
                .results()
                .map(heading -> heading.group(1))
                .toList();
        for (var rule : rules.split("- alert: ", -1)) {
            var name = rule.lines().findFirst().orElse("").strip();
            if (name.startsWith("#")) {
                continue; // what comes before the first one
            }
            assertThat(Stream.of("summary: ", "description: ", "action: ")).allMatch(rule::contains);
            assertThat(rule).contains("runbook: docs/operating.md#" + name.toLowerCase(Locale.ROOT) + "\n");
            assertThat(headings).contains(name);
        }
    }

    static List<String> names() throws Exception {
        return Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(RULES))
                .results()
                .map((MatchResult alert) -> alert.group(1))
                .toList();
    }
}
