package dev.escapement.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard has the form that Grafana's schema of dashboards (kinds/dashboard in its sources) asks for, as far as the panels here
 * use it.
 */
class DashboardTest {
    private static final Path FILE = Path.of("..", "deploy", "grafana", "escapement.json");
    private static final int WIDTH = 24;

    static JsonNode dashboard() throws Exception {
        return new ObjectMapper().readTree(Files.readString(FILE));
    }

    /** The panels that show something. */
    static List<JsonNode> panels() throws Exception {
        return dashboard()
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** A panel's queries. */
    static Stream<String> queries(JsonNode panel) {
        return panel.path("targets")
                .valueStream()
                .map(target -> target.path("expr").asText());
    }

    @Test
    void itHasWhatGrafanaAsksForAndNoIdOfAnInstallation() throws Exception {
        var dashboard = dashboard();
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        assertThat(dashboard.path("title").asText()).isNotBlank();
        assertThat(dashboard.path("uid").asText()).matches("[a-zA-Z0-9_-]{1,40}");
        assertThat(dashboard.has("id")).isFalse();
        assertThat(dashboard.path("templating").path("list").findValuesAsText("name"))
                .contains("datasource", "operator", "controller");
    }

    @Test
    void rowsAreThoseThatOneLooksFor() throws Exception {
        assertThat(dashboard()
                        .path("panels")
                        .valueStream()
                        .filter(panel -> panel.path("type").asText().equals("row"))
                        .map(row -> row.path("title").asText()))
                .containsExactly(
                        "Overview",
                        "Runs",
                        "Queue",
                        "Errors and dead letters",
                        "Timers and daemons",
                        "API client and gate",
                        "Caches and watches",
                        "Process and JVM");
    }

    @Test
    void eachPanelHasATitleAUnitQueriesAndALegend() throws Exception {
        for (var panel : panels()) {
            assertThat(panel.path("type").asText()).isIn("timeseries", "stat");
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
                    .isNotBlank();
            assertThat(panel.path("fieldConfig").path("overrides").isArray()).isTrue();
            assertThat(queries(panel)).isNotEmpty().doesNotContain("");
            var references = new ArrayList<String>();
            for (var target : panel.path("targets")) {
                references.add(target.path("refId").asText());
                assertThat(target.path("legendFormat").asText()).isNotBlank();
            }
            assertThat(references).doesNotHaveDuplicates().doesNotContain("");
        }
    }

    @Test
    void noPanelCoversAnother() throws Exception {
        Set<String> taken = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (var panel : dashboard().path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            var place = panel.path("gridPos");
            int left = place.path("x").asInt();
            int right = left + place.path("w").asInt();
            assertThat(right).isBetween(1, WIDTH);
            for (int x = left; x < right; x++) {
                int top = place.path("y").asInt();
                for (int y = top; y < top + place.path("h").asInt(); y++) {
                    assertThat(taken.add(x + "/" + y))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
    }
}
