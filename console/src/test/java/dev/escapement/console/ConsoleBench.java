package dev.escapement.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.escapement.Always;
import dev.escapement.Every;
import dev.escapement.Operator;
import dev.escapement.Outcome;
import dev.escapement.testcluster.Cluster;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

/**
 * An operator with something of everything to look at, and its console: objects whose names begin with {@code bad} fail for good, {@code flaky}
 * ones are retried, {@code later} ones are scheduled, and {@code slow} ones run until the end.
 */
final class ConsoleBench implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Bench bench;
    final Operator operator;
    final CountDownLatch release = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    Console console;

    ConsoleBench(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
        operator = bench.start(Bench.maps()
                .named("maps")
                .reconcile((map, _) -> {
                    var name = map.getMetadata().getName();
                    if (name.startsWith("bad")) {
                        return Outcome.failedForGood(
                                "no such image: registry.example/" + name + ":1.2 <script>alert(1)</script>");
                    }
                    if (name.startsWith("flaky")) {
                        throw new IllegalStateException("the database said no to " + name);
                    }
                    if (name.startsWith("slow")) {
                        release.await();
                    }
                    return name.startsWith("later") ? Outcome.again(ofHours(1)) : Outcome.done();
                })
                .timer("probe", Every.every(ofSeconds(2)), _ -> Outcome.done())
                .daemon("tail", Always.always().heartbeat(ofSeconds(30)), context -> {
                    context.heartbeat();
                    while (!context.stop().await(ofSeconds(1))) {
                        context.heartbeat();
                    }
                }));
        console = Console.of(operator)
                .address(ListenAddress.parse("console", "0"))
                .allowActions()
                .start();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(ask(path).body());
    }

    HttpResponse<String> ask(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    HttpResponse<String> act(String action, String body) throws IOException, InterruptedException {
        return post(action, body, "Content-Type", "application/json", Guard.TOKEN, token());
    }

    HttpResponse<String> post(String action, String body, String... headers) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri("/api/v1/actions/" + action)).POST(BodyPublishers.ofString(body)), headers);
    }

    String token() throws IOException, InterruptedException {
        return get("/api/v1/session").path("token").asText();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + console.address().getPort() + path);
    }

    @Override
    public void close() {
        release.countDown();
        http.close();
        bench.close();
        console.close();
    }
}
