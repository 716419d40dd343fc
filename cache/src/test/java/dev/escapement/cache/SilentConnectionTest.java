package dev.escapement.cache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.Selection;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection may die without a word: a load balancer forgets it, a machine is gone. */
class SilentConnectionTest {
    private static final Kind MAPS = new Kind("", "v1", "ConfigMap", "configmaps", true);

    @Test
    void aWatchThatTheServerOughtToHaveEndedIsOpenedAnew() throws IOException {
        var clock = VirtualClock.at(Instant.EPOCH);
        try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            var config = new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getLocalPort())
                    .build();
            try (var client = ApiClient.of(config);
                    var informer = new Informer(client, clock, MAPS, Selection.ALL)) {
                informer.start();
                try (var silent = server.accept()) {
                    clock.advance(Duration.ofMinutes(11));
                    try (var again = server.accept()) {
                        assertThat(again.getPort()).isNotEqualTo(silent.getPort());
                    }
                }
            }
        }
    }
}
