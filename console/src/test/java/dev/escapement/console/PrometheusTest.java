package dev.escapement.console;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A real Prometheus looks at a running operator: what the dashboard and the alerts ask for is there. */
@OnEachCluster
class PrometheusTest {
    /** An operator is missed only when it is gone; all other alerts have something to compare while all is well. */
    private static final Pattern COMPARISON = Pattern.compile(" > [\\d.]+| unless .*");

    /** A status that no answer had has no series, so the alert of API errors compares nothing with something while all is well. */
    private static final String BAD_ANSWERS = "{code=~\"5..|<error>\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private Bench bench;
    private HealthServer health;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        PrometheusTools.find("prometheus");
        bench = new Bench(cluster);
        health = HealthServer.start(Everything.start(bench), 0);
    }

    @AfterEach
    void tidy() {
        if (health != null) {
            health.close();
        }
        if (bench != null) {
            bench.close();
        }
        http.close();
    }

    private String page(String accept) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + health.address().getPort() + "/metrics");
        var request = HttpRequest.newBuilder(uri).header("Accept", accept).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void promtoolFindsNothingToComplainOf() throws Exception {
        var said = PrometheusTools.promtool(page("text/plain"), "check", "metrics");
        assertThat(said.text()).isEmpty();
        assertThat(said.status()).isZero();
    }

    @Test
    void eachPanelAndEachAlertHasWhatItAsksFor(@TempDir Path folder) throws Exception {
        try (var prometheus = Prometheus.start(folder, health.address().getPort())) {
            for (var panel : DashboardTest.panels()) {
                for (var query : DashboardTest.queries(panel).toList()) {
                    awaitData(prometheus, panel.path("title").asText(), filled(query));
                }
            }
            var seen = new ArrayList<String>();
            Await.until(
                    "all alerts have been looked at",
                    () -> prometheus.rules().findValuesAsText("health").stream().allMatch("ok"::equals));
            for (var group : prometheus.rules()) {
                for (var rule : group.path("rules")) {
                    var name = rule.path("name").asText();
                    seen.add(name);
                    var everything = COMPARISON
                            .matcher(rule.path("query").asText())
                            .replaceAll("")
                            .replace(BAD_ANSWERS, "");
                    awaitData(prometheus, name, everything);
                }
            }
            assertThat(seen).containsExactlyElementsOf(AlertsTest.names());
            assertThat(Files.readString(folder.resolve("prometheus.log"))).doesNotContain("level=error");
        }
    }

    /** As Grafana fills in its variables when all is chosen. */
    private static String filled(String query) {
        return query.replace("$operator", ".*").replace("$controller", ".*").replace("$__rate_interval", "5s");
    }

    private static void awaitData(Prometheus prometheus, String what, String query) {
        Await.until(what + " has data: " + query, () -> !prometheus.query(query).isEmpty());
    }
}
