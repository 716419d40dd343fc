package dev.escapement.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Gate;
import dev.escapement.client.GateLimits;
import dev.escapement.client.Selection;
import dev.escapement.testcluster.Await;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static dev.escapement.cache.Scripted.end;
import static dev.escapement.cache.Scripted.frame;
import static org.assertj.core.api.Assertions.assertThat;

/** A certificate whose file is being replaced, and is missing, at the moment in which the server knows the old one no more. */
@Timeout(60)
class UnreadableFilesTest {
    @TempDir
    Path folder;

    private final SelfMovingClock clock = new SelfMovingClock();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void aRefusalOfCredentialsIsAskedAgainUntilTheFileIsThere() throws IOException {
        replaceWhile(() -> Answer.refusal(401, "Unauthorized"));
    }

    @Test
    void aHandshakeThatFailsIsTriedAgainUntilTheFileIsThere() throws IOException {
        replaceWhile(() -> {
            throw new SSLHandshakeException("unknown authority");
        });
    }

    private interface Refusal {
        Answer answer() throws IOException;
    }

    private void replaceWhile(Refusal refusal) throws IOException {
        var authority = Files.writeString(folder.resolve("ca.crt"), "");
        var wire = new Wire((connection, target) -> {
            if (connection == 1) {
                refused.incrementAndGet();
                return refusal.answer();
            }
            if (!target.contains("watch=true")) {
                return Answer.of(200, "ok");
            }
            var body = new Body();
            body.send(frame("ADDED", "a", 3) + end(5));
            return Answer.streaming(body);
        });
        var config = new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("https://wire/")
                .withCaCertFile(authority.toString())
                .build();
        try (var client = ApiClient.of(config, wire, Gate.of(GateLimits.adaptive(), clock));
                var informer = new Informer(client, clock, Scripted.MAPS, Selection.ALL)) {
            Files.delete(authority);
            informer.start();
            Await.until("it is refused again and again", () -> refused.get() > 20);
            assertThat(client.connections().number()).isEqualTo(1);
            Files.writeString(authority, "");
            Await.until("the new one is used", () -> informer.size() == 1);
            assertThat(informer.isDead()).isFalse();
        }
    }
}
