package dev.escapement;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.escapement.Outcome.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an operator says when it cannot start, and how it ends. */
@OnEachCluster
class StartTest {
    private static final Controller<ConfigMap> MAPS =
            Controller.of(ConfigMap.class).reconcile((_, _) -> done());

    @Test
    void saysThatNobodyAnswers() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var config = Config.empty();
        config.setMasterUrl("https://127.0.0.1:" + port);
        assertThatThrownBy(() -> start(config, MAPS))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("nothing answers at https://127.0.0.1:" + port);
    }

    @Test
    void saysThatTheTokenIsNotAccepted(Cluster cluster) {
        var config = config(cluster.kubeconfig());
        config.setAutoOAuthToken("expired");
        config.setOauthToken("expired");
        assertThatThrownBy(() -> start(config, MAPS))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("credentials are missing, wrong or expired");
    }

    @Test
    void saysThatTheKindIsNotKnown(Cluster cluster) {
        assertThatThrownBy(() -> start(
                        config(cluster.kubeconfig()),
                        Controller.of(Unknown.class).reconcile((_, _) -> done())))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("does not know unknowns.nowhere.example in version v1")
                .hasMessageContaining("--crds");
    }

    @Test
    void saysWhatIsForbidden(Cluster cluster) {
        assertThatThrownBy(() -> start(config(cluster.userKubeconfig()), MAPS))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("not allowed to list and watch configmaps")
                .hasMessageContaining("Grant the verbs get, list and watch");
    }

    @Test
    void saysWhatIsWrongWithAKubeconfig(@TempDir Path folder, Cluster cluster) throws IOException {
        assertThatThrownBy(() -> Connection.resolve(folder.resolve("none").toString(), null))
                .hasMessageEndingWith("none does not exist");
        var garbage = Files.writeString(folder.resolve("garbage"), "{ this: [is not");
        assertThatThrownBy(() -> Connection.resolve(garbage.toString(), null))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("is no kubeconfig that can be understood");
        var empty = Files.writeString(folder.resolve("empty"), "apiVersion: v1\nkind: Config\n");
        assertThatThrownBy(() -> Connection.resolve(empty.toString(), null))
                .hasMessageContaining("has no current-context");
        assertThatThrownBy(() -> Connection.resolve(folder.toString(), null)).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> Connection.resolve(cluster.kubeconfig().toString(), "elsewhere"))
                .hasMessageContaining("there is no context \"elsewhere\" in the kubeconfig; it has");
    }

    @Test
    void oneObjectThatCannotBeDecodedStopsNoOther(Cluster cluster) throws InterruptedException {
        try (var bench = new Bench(cluster)) {
            var seen = new AtomicInteger();
            bench.client
                    .resource(map(bench.namespace, "broken", "not a number"))
                    .create();
            bench.client.resource(map(bench.namespace, "fine", "1")).create();
            bench.start(Controller.of(NumberMap.class).reconcile((_, _) -> {
                seen.incrementAndGet();
                return done();
            }));
            Await.until("the good one was reconciled", () -> seen.get() >= 1);
            bench.client.resource(map(bench.namespace, "fine2", "2")).create();
            Await.until("a later one was reconciled", () -> seen.get() >= 2);
        }
    }

    @Test
    void aStopLetsARunFinish(Cluster cluster) throws InterruptedException {
        try (var bench = new Bench(cluster)) {
            var running = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            var finished = new AtomicBoolean();
            var operator = bench.start(Controller.of(Gadget.class).reconcile((_, _) -> {
                running.countDown();
                release.await();
                finished.set(true);
                return done().status(new Gadget.Status(7, null));
            }));
            bench.create("a", 1);
            running.await();
            var stopping = Thread.ofVirtual().start(operator::close);
            release.countDown();
            stopping.join();
            assertThat(finished).isTrue();
            assertThat(bench.gadget("a").get().getStatus().observed()).isEqualTo(7);
        }
    }

    @Test
    void aStopInterruptsWhatExceedsTheGraceAndAbandonsWhatDoesNotHeedIt(Cluster cluster) throws InterruptedException {
        try (var bench = new Bench(cluster)) {
            var running = new CountDownLatch(2);
            var interrupted = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            var operator = Operator.named("stubborn")
                    .config(bench.config())
                    .namespace(bench.namespace)
                    .grace(Duration.ofMillis(50))
                    .controller(Controller.of(Gadget.class).reconcile((gadget, _) -> {
                        running.countDown();
                        while (release.getCount() > 0) {
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                if (gadget.getMetadata().getName().equals("polite")) {
                                    interrupted.countDown();
                                    throw e;
                                }
                            }
                        }
                        return done();
                    }))
                    .start();
            bench.create("polite", 1);
            bench.create("rude", 1);
            running.await();
            assertThat(operator.stop()).isEqualTo(1);
            assertThat(interrupted.getCount()).isZero();
            release.countDown();
        }
    }

    private static void start(Config config, Controller<?> controller) throws InterruptedException {
        Operator.named("test")
                .config(config)
                .controller(controller)
                .patience(Duration.ZERO)
                .start()
                .close();
    }

    private static Config config(Path kubeconfig) {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    private static ConfigMap map(String namespace, String name, String number) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withData(Map.of("number", number))
                .build();
    }
}
