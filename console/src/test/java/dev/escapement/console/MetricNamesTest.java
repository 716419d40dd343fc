package dev.escapement.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What pages, alerts and the dashboard call metrics is what docs/metrics.md has, which is what is served. */
class MetricNamesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME =
            Pattern.compile("\\b((?:controller_runtime|workqueue|rest_client|escapement|process|jvm)_[a-z_]+[a-z])\\b");

    @Test
    void allAreKnown() throws Exception {
        var known = Files.readString(ROOT.resolve("docs/metrics.md"));
        for (var file : List.of(
                "docs/operating.md",
                "docs/health.md",
                "docs/cache.md",
                "docs/gate.md",
                "deploy/grafana/escapement.json",
                "deploy/prometheus/escapement-alerts.yaml",
                "deploy/prometheus/escapement-alerts-test.yaml")) {
            NAME.matcher(Files.readString(ROOT.resolve(file)))
                    .results()
                    .map(name -> name.group(1).replaceAll("_(bucket|sum|count)$", ""))
                    .forEach(
                            name -> assertThat(known).as("%s in %s", name, file).contains("`" + name + "`"));
        }
    }
}
