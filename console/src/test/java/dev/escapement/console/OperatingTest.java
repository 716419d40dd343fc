package dev.escapement.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.escapement.Operator;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Gate;
import dev.escapement.client.GateLimits;
import dev.escapement.client.JdkTransport;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static dev.escapement.Outcome.failed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** What the second founding article asks for whoever runs an operator, point by point. */
@OnEachCluster
class OperatingTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final CountDownLatch release = new CountDownLatch(1);
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        release.countDown();
        bench.close();
        http.close();
    }

    private HttpResponse<String> get(HealthServer health, String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + health.address().getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void metricsTellOfProcessorMemoryQueueLengthAndErrors() throws Exception {
        var operator = bench.start(
                Bench.maps().retry(Backoff.constant(ofHours(1))).workers(1).reconcile((map, _) -> {
                    if (map.getMetadata().getName().equals("bad")) {
                        return failed("as always");
                    }
                    release.await();
                    return done();
                }));
        bench.create("bad", "1");
        Await.until("it failed", () -> operator.scheduled() == 1);
        bench.create("a", "1");
        Await.until("the worker is busy", () -> operator.processing() == 1);
        bench.create("b", "1");
        Await.until("another one waits", () -> operator.depth() == 1);
        try (var health = HealthServer.start(operator, 0)) {
            assertThat(get(health, "/metrics").body())
                    .containsPattern("(?m)^process_cpu_seconds_total \\d+\\.\\d+")
                    .containsPattern("(?m)^jvm_memory_used_bytes\\{area=\"heap\"} [1-9][\\d.E]*$")
                    .contains("workqueue_depth{name=\"configmaps\",operator=\"box\"} 1.0\n")
                    .contains(
                            "controller_runtime_reconcile_errors_total{controller=\"configmaps\",operator=\"box\"} 1.0\n")
                    .contains("escapement_runs_total{controller=\"configmaps\",operator=\"box\"} 2.0\n");
        }
    }

    @Test
    void healthTellsWhetherTheApiServerCanBeReached() throws Exception {
        var clock = VirtualClock.at(Clock.system().now());
        var operator = bench.start(bench.operator().clock(clock), Bench.maps().reconcile((_, _) -> done()));
        try (var health = HealthServer.start(operator, 0)) {
            assertThat(get(health, "/readyz").statusCode()).isEqualTo(200);
            bench.cluster.kill();
            try {
                Await.until("it is not ready", () -> {
                    clock.advance(ofSeconds(5));
                    return get(health, "/readyz").statusCode() == 503;
                });
                assertThat(get(health, "/readyz").body())
                        .contains("cache configmaps has not heard of changes")
                        .contains("[-]api-server failed: none of the operator's 1 watches hears of changes");
                assertThat(get(health, "/livez").statusCode()).isEqualTo(200); // no restart would help
            } finally {
                bench.cluster.resume();
            }
            Await.until("it is ready again", () -> {
                clock.advance(ofSeconds(5));
                return get(health, "/readyz").statusCode() == 200;
            });
        }
    }

    @Test
    void healthTellsWhetherEventsAreProcessed() throws Exception {
        var clock = VirtualClock.at(Clock.system().now());
        var running = new AtomicInteger();
        var operator = bench.start(
                bench.operator().clock(clock), Bench.maps().workers(1).reconcile((_, _) -> {
                    running.incrementAndGet();
                    release.await();
                    return done();
                }));
        try (var health = HealthServer.start(operator, 0)) {
            bench.create("a", "1");
            Await.until("the only worker is busy", () -> running.get() == 1);
            bench.create("b", "1");
            Await.until("another one waits", () -> operator.depth() == 1);
            assertThat(get(health, "/readyz").statusCode()).isEqualTo(200);
            clock.advance(ofSeconds(61));
            assertThat(get(health, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(health, "/readyz").body())
                    .contains("[-]queues failed: queue configmaps 1 keys wait")
                    .contains("[+]workers ok");
        }
    }

    @Test
    void logsSayWhatFailedOnWhichObjectAndWhatComesNext() throws InterruptedException {
        try (var log = new LogLines()) {
            Operator operator = bench.start(
                    Bench.maps().retry(Backoff.constant(ofHours(1))).reconcile((_, _) -> failed("the bank is closed")));
            bench.create("a", "1");
            Await.until("it failed", () -> operator.scheduled() == 1);
            assertThat(log.with("the bank is closed"))
                    .singleElement()
                    .asString()
                    .contains("WARN", bench.namespace + "/a: failed, and is tried again in 3600000 ms");
        }
    }

    /** Whoever is refused for the server's load asks for less at a time. */
    @Test
    void concurrencyFollowsThePressureOnTheApiServer() throws Exception {
        var asked = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                int status = asked.getAndIncrement() == 0 ? 429 : 200;
                exchange.getResponseHeaders().set("Retry-After", "1");
                var body = "{}".getBytes(UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        var config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort());
        var gate = Gate.of(GateLimits.adaptive(), Clock.system());
        int before = gate.state().reads().limit();
        try (var client = ApiClient.of(config, new JdkTransport(), gate)) {
            client.send(ApiRequest.of("GET", "/api/v1/namespaces"));
            assertThat(asked).hasValue(2);
            assertThat(gate.state().reads().limit()).isLessThan(before);
        } finally {
            server.stop(0);
        }
    }
}
