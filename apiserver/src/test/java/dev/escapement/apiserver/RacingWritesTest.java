package dev.escapement.apiserver;

import java.io.IOException;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.apiserver.ServerTest.CONFIGMAPS;
import static dev.escapement.apiserver.ServerTest.configMap;
import static org.assertj.core.api.Assertions.assertThat;

/** What comes of writes that find something else than what they looked at. */
class RacingWritesTest {
    private static final String APPLY = CONFIGMAPS + "/a?fieldManager=";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";

    private final Meanwhile meanwhile = new Meanwhile();
    private final ApiServer server;
    private final Client client;

    RacingWritesTest() throws IOException {
        var background = new ManualBackground();
        server = ApiServer.builder()
                .clock(background)
                .background(background)
                .random(meanwhile)
                .startInProcess();
        client = new Client(server);
        background.settle();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Has something happen once, when the server draws a uid: it has looked whether the object is there, and not written yet. */
    private static final class Meanwhile implements RandomGenerator {
        private final Random random = new Random(1);
        private Runnable task = () -> {};

        void happens(Runnable value) {
            task = value;
        }

        @Override
        public long nextLong() {
            var now = task;
            task = () -> {};
            now.run();
            return random.nextLong();
        }
    }

    @Test
    void ofTwoAppliesThatFindNothingTheLaterOneIsOntoTheEarlier() {
        meanwhile.happens(() -> client.apply(APPLY + "first", data("one", "1")).is(201));
        var second = client.apply(APPLY + "second", data("two", "2")).is(200);
        assertThat(second.text("data", "one")).isEqualTo("1");
        assertThat(second.text("data", "two")).isEqualTo("2");
        assertThat(second.body().at("/metadata/managedFields")).hasSize(2);
    }

    @Test
    void theyConflictAsOnesThatComeOneAfterTheOther() {
        meanwhile.happens(() -> client.apply(APPLY + "first", data("k", "1")).is(201));
        assertThat(client.apply(APPLY + "second", data("k", "2")).is(409).message())
                .contains("conflict with \"first\": .data.k");
    }

    @Test
    void anUpdateThatMayCreateUpdatesWhatWasCreatedMeanwhile() {
        String lease = "{'metadata': {'name': 'l'}}";
        meanwhile.happens(() -> client.post(LEASES, lease).is(201));
        assertThat(client.put(LEASES + "/l", lease).is(422).message()).contains("must be specified for an update");
    }

    @Test
    void aCreationIsTooLate() {
        meanwhile.happens(() -> client.post(CONFIGMAPS, configMap("a")).is(201));
        assertThat(client.post(CONFIGMAPS, configMap("a")).is(409).message()).contains("already exists");
    }

    @Test
    void aDryRunWritesNothingWhateverIsThere() throws InterruptedException {
        long before = server.revision();
        var real = Thread.startVirtualThread(() -> {
            for (int i = 0; i < 3000; i++) {
                client.post(CONFIGMAPS, configMap("a")).is(201);
                client.delete(CONFIGMAPS + "/a").is(200);
            }
        });
        var dry = data("dry", "run");
        while (real.isAlive()) {
            assertThat(client.post(CONFIGMAPS + "?dryRun=All", dry).code()).isIn(201, 409);
        }
        real.join();
        client.get(CONFIGMAPS + "/a").is(404);
        assertThat(server.revision()).isEqualTo(before + 6000);
    }

    private static String data(String key, String value) {
        return "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': 'a'}, 'data': {'" + key + "': '" + value
                + "'}}";
    }
}
