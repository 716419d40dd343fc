package dev.escapement.client;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class JdkTransportTest {
    @Test
    @Timeout(60)
    void aClientThatIsClosedLeavesNoThreadBehind() throws Exception {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            var config = new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .build();
            var before = selectors();
            List<Thread> ours;
            try (var client = ApiClient.of(config)) {
                assertThat(client.send(ApiRequest.of("GET", "/version"))).hasSize(2);
                ours = selectors().stream().filter(t -> !before.contains(t)).toList();
                assertThat(ours).isNotEmpty();
            }
            for (var thread : ours) {
                thread.join();
            }
        } finally {
            server.stop(0);
        }
    }

    private static List<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("SelectorManager"))
                .toList();
    }
}
