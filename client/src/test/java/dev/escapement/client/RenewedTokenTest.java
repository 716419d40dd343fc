package dev.escapement.client;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A token that has been replaced in its file: fabric8 reads it anew after a 401, and sends the request once more. */
@Timeout(60)
class RenewedTokenTest {
    @TempDir
    Path folder;

    @Test
    void theBodyIsSentOnceMoreAsWell() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            var token = exchange.getRequestHeaders().getFirst("Authorization");
            var type = exchange.getRequestHeaders().getFirst("Content-Type");
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            seen.add(String.join(" ", exchange.getRequestMethod(), token, type, body));
            exchange.sendResponseHeaders(token.equals("Bearer two") ? 200 : 401, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            var kubeconfig = write(port, "one");
            try (var client = ApiClient.of(Config.fromKubeconfig(kubeconfig.toFile()))) {
                write(port, "two");
                client.send(ApiRequest.of("PATCH", "/api/v1/namespaces/n/configmaps/a")
                        .body("application/merge-patch+json", "{\"data\":\"é\"}".getBytes(UTF_8)));
            }
            assertThat(seen)
                    .containsExactly(
                            "PATCH Bearer one application/merge-patch+json {\"data\":\"é\"}",
                            "PATCH Bearer two application/merge-patch+json {\"data\":\"é\"}");
        } finally {
            server.stop(0);
        }
    }

    private Path write(int port, String token) throws Exception {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(port, token));
    }
}
