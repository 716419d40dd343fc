package dev.escapement.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Selection;
import dev.escapement.testcluster.Await;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection may die without a word: a load balancer forgets it, a machine is gone. */
class SilentConnectionTest {
    @Test
    void aWatchListThatIsNotAnsweredIsAskedForAgain() throws IOException {
        var clock = VirtualClock.at(Instant.EPOCH);
        try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            var config = new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getLocalPort())
                    .build();
            try (var client = ApiClient.of(config);
                    var informer = new Informer(client, clock, Scripted.MAPS, Selection.ALL)) {
                informer.start();
                try (var silent = server.accept()) {
                    var next = CompletableFuture.supplyAsync(() -> accepted(server));
                    Await.until("it is asked again", () -> {
                        clock.advance(Duration.ofSeconds(1));
                        return next.isDone();
                    });
                    try (var again = next.join()) {
                        assertThat(again.getPort()).isNotEqualTo(silent.getPort());
                        assertThat(again.getInputStream().readNBytes(24))
                                .asString()
                                .startsWith("GET /api/v1/configmaps?");
                    }
                }
            }
        }
    }

    private static Socket accepted(ServerSocket server) {
        try {
            return server.accept();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
