package dev.escapement.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.escapement.testcluster.Await;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A real Prometheus on the loopback interface, that looks at one target each second and has the project's alerts. */
final class Prometheus implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final int port;
    private final Process process;

    private Prometheus(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static Prometheus start(Path folder, int target) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var config = folder.resolve("prometheus.yaml");
        Files.writeString(
                config, """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: operators
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(AlertsTest.RULES.toAbsolutePath().normalize(), target));
        var process = new ProcessBuilder(
                        PrometheusTools.find("prometheus").toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        var prometheus = new Prometheus(port, process);
        Await.until("Prometheus is ready", () -> prometheus.isReady());
        return prometheus;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    /** What a query returns now: its series. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        var answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException(expression + ": " + answer.body());
        }
        return json.readTree(answer.body()).path("data").path("result");
    }

    /** Its alerts. */
    JsonNode rules() throws IOException, InterruptedException {
        return json.readTree(get("/api/v1/rules").body()).path("data").path("groups");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        http.close();
    }
}
