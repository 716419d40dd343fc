package dev.escapement.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import dev.escapement.Controller;
import dev.escapement.Operator;
import dev.escapement.OperatorException;
import dev.escapement.Outcome;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@OnEachCluster
class HealthServerTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch release = new CountDownLatch(1);
    private Operator operator;
    private HealthServer health;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        operator = Operator.named("healthy")
                .config(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .namespace("default")
                .controller(Controller.of(ConfigMap.class).reconcile((map, _) -> {
                    if (map.getMetadata().getName().equals("slow")) {
                        release.await();
                    }
                    return Outcome.done();
                }))
                .start();
        health = HealthServer.start(operator, 0);
    }

    @AfterEach
    void tidy() {
        release.countDown();
        operator.close();
        health.close();
        http.close();
    }

    @Test
    void listensOnLoopbackAtAFreePort() {
        assertThat(health.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(health.address().getPort()).isPositive();
    }

    @Test
    void anOperatorAtWorkIsAliveAndReady() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/livez").body()).isEqualTo("ok\n");
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ok\n");
        assertThat(get("/livez?verbose").body()).isEqualTo("""
                [+]ping ok
                [+]watches ok
                [+]queues ok
                [+]others ok
                livez check passed
                """);
        assertThat(get("/readyz?verbose").body()).isEqualTo("""
                [+]caches ok
                [+]shutdown ok
                [+]api-server ok
                [+]watches ok
                [+]queues ok
                [+]workers ok
                [+]timers ok
                [+]daemons ok
                [+]others ok
                readyz check passed
                """);
        assertThat(get("/startupz").body()).isEqualTo("ok\n");
        assertThat(get("/startupz?verbose").body()).isEqualTo("[+]caches ok\nstartupz check passed\n");
    }

    @Test
    void oneThatStopsIsAliveButNotReady() throws Exception {
        operator.close();
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz?verbose").body())
                .contains("[+]caches ok\n[-]shutdown failed: the operator is stopping\n")
                .endsWith("readyz check failed\n");
    }

    @Test
    void whatIsExcludedIsShownAndDoesNotCount() throws Exception {
        health.readyUnless("bank", () -> "it is closed");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).contains("[-]bank failed: it is closed\n");
        assertThat(get("/readyz?exclude=bank").statusCode()).isEqualTo(200);
        assertThat(get("/readyz?verbose&exclude=bank&exclude=post").body())
                .contains("[+]bank excluded: ok\n")
                .contains("warn: some health checks cannot be excluded: no matches for post\n")
                .endsWith("readyz check passed\n");
    }

    @Test
    void aFurtherCheckHasANameOfItsOwnAndMayFailItself() throws Exception {
        assertThatThrownBy(() -> health.readyUnless("queues", () -> ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("health check \"queues\": there is one of that name");
        assertThatThrownBy(() -> health.readyUnless("The Bank", () -> ""))
                .hasMessage("health check \"The Bank\": use lower-case letters, digits and '-'");
        health.readyUnless("bank", () -> {
            throw new IllegalStateException("no line to it");
        });
        assertThat(get("/readyz").body())
                .contains("[-]bank failed: the check itself failed: java.lang.IllegalStateException: no line to it\n");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsSayWhatGoesOn() throws Exception {
        var map = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("slow")
                .endMetadata()
                .build();
        operator.client().resource(map).create();
        try {
            Await.until(
                    "the run is seen",
                    () -> get("/metrics")
                            .body()
                            .contains("escapement_runs_in_progress{name=\"configmaps\",operator=\"healthy\"} 1.0\n"));
        } finally {
            operator.client().resource(map).delete();
            release.countDown();
        }
        Await.until(
                "the run and the end of the object are both over",
                () -> Pattern.compile(
                                "workqueue_work_duration_seconds_count\\{name=\"configmaps\",operator=\"healthy\"} ([2-9]|\\d\\d+)\n")
                        .matcher(get("/metrics").body())
                        .find());
        var answer = get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains(
                        "# TYPE workqueue_depth gauge\nworkqueue_depth{name=\"configmaps\",operator=\"healthy\"} 0.0\n")
                .containsPattern("workqueue_adds_total\\{name=\"configmaps\",operator=\"healthy\"} [1-9][\\d.E]*\n")
                .containsPattern("escapement_lock_waits_total\\{lock=\"queue\"} [\\d.E]+\n")
                .containsPattern("escapement_lock_wait_seconds_total\\{lock=\"queue\"} \\d+\\.\\d+")
                .contains("workqueue_unfinished_work_seconds{name=\"configmaps\",operator=\"healthy\"} 0.0\n")
                .containsPattern("workqueue_work_duration_seconds_bucket\\{.*,le=\"1000.0\"} [1-9]\\d*\n")
                .contains("# TYPE workqueue_queue_duration_seconds histogram\n")
                .contains("escapement_scheduled{name=\"configmaps\",operator=\"healthy\"} 0.0\n")
                .containsPattern("escapement_cache_objects\\{operator=\"healthy\",resource=\"configmaps\","
                        + "selection=\"in namespace .{2}default.{2}\"} [\\d.E]+\n")
                .containsPattern("escapement_cache_bytes\\{.*resource=\"configmaps\".*} [\\d.E]+\n");
    }

    @Test
    void whoeverAsksForOpenMetricsGetsThem() throws Exception {
        var uri = URI.create("http://127.0.0.1:" + health.address().getPort() + "/metrics");
        var request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3")
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(answer.body())
                .contains("# TYPE workqueue_adds counter\n")
                .contains("# TYPE escapement_build info\n")
                .endsWith("# EOF\n");
    }

    @Test
    void metricsTellOfTheGate() throws Exception {
        assertThat(get("/metrics").body())
                .containsPattern(
                        "rest_client_requests_total\\{code=\"200\",method=\"GET\",operator=\"healthy\"} [1-9][\\d.E]*\n")
                .containsPattern(
                        "rest_client_request_duration_seconds_bucket\\{operator=\"healthy\",verb=\"GET\",le=\"60.0\"} [1-9]\\d*\n")
                .containsPattern(
                        "rest_client_rate_limiter_duration_seconds_bucket\\{operator=\"healthy\",verb=\"read\",le=\"0.005\"} \\d+\n")
                .contains("# TYPE rest_client_rate_limiter_duration_seconds histogram\n")
                .contains("escapement_gate_limit{operator=\"healthy\",verb=\"write\"} 32.0\n")
                .contains("escapement_gate_in_flight{operator=\"healthy\",verb=\"read\"} 0.0\n")
                .contains("escapement_gate_waiting{operator=\"healthy\",verb=\"write\"} 0.0\n");
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/livez/deeper").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/livez").statusCode()).isEqualTo(405);
        var head = ask("HEAD", "/readyz");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aPortInUseIsSaidClearly() {
        assertThatThrownBy(() -> HealthServer.start(operator, health.address().getPort()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("operator \"healthy\": health and metrics cannot be served on ")
                .hasMessageContaining(":" + health.address().getPort())
                .hasMessageContaining("choose another port");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return ask("GET", path);
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + health.address().getPort() + path);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
