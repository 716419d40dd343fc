package dev.escapement.client;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.impl.BaseClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** An author who closes the typed client that was handed out takes nothing from anybody. */
@Timeout(60)
class SharedClientTest {
    @Test
    void whoClosesTheTypedClientLeavesTheTransportToTheOthers() throws Exception {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            var body = "{\"major\":\"1\",\"minor\":\"36\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        var config = new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        try (var client = ApiClient.of(config)) {
            try (var typed = client.typed()) {
                assertThat(typed.getKubernetesVersion().getMinor()).isEqualTo("36");
                ((BaseClient) typed).getHttpClient().newBuilder().build().close();
            }
            assertThat(client.send(ApiRequest.of("GET", "/version"))).isNotEmpty();
            assertThat(client.typed().getKubernetesVersion().getMinor()).isEqualTo("36");
            var done = new CountDownLatch(1);
            ((BaseClient) client.typed()).getExecutor().execute(done::countDown); // as its informers do
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.stop(0);
        }
    }
}
