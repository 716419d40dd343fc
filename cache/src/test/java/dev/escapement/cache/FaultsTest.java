package dev.escapement.cache;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Faults of servers and networks, each with changes meanwhile: the cache ends equal to the server, object by object, and nothing
 * restarts.
 *
 * <p>{@code -Descapement.faults.outage} says for how many seconds the server is away at least; 5 unless set.
 */
@OnEachCluster
@Timeout(180)
class FaultsTest {
    private static final Kind MAPS = Scripted.MAPS;
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("escapement.faults.outage", 5));

    private Cluster cluster;
    private Watched watched;

    @BeforeEach
    void take(Cluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void tidy() throws InterruptedException {
        watched.end();
    }

    private Watched watch(Kind kind, Clock clock) throws Exception {
        watched = new Watched(cluster, kind, cluster.kubeconfig(), clock);
        return watched;
    }

    @Test
    void theServerIsKilledAndComesBack() throws Exception {
        watch(MAPS, Clock.system()).start();
        watched.create("a", "1");
        watched.create("b", "1");
        watched.awaitEqual();
        var outage = cluster.name().equals("real") ? OUTAGE : Duration.ofSeconds(1);
        long killed = System.nanoTime();
        cluster.kill();
        Await.until("the outage is long enough", () -> System.nanoTime() - killed > outage.toNanos());
        cluster.resume();
        watched.apply("a", "2");
        watched.delete("b");
        watched.create("c", "1");
        watched.awaitEqual();
        assertThat(watched.cached()).containsKeys("a", "c").doesNotContainKey("b");
    }

    @Test
    void thePastIsForgottenWhileTheConnectionIsDown() throws Exception {
        watch(MAPS, Clock.system()).start();
        for (int i = 0; i < 20; i++) {
            watched.create("m" + i, "1");
        }
        watched.awaitEqual();
        watched.cable.down();
        for (int i = 0; i < 20; i++) {
            if (i % 2 == 0) {
                watched.delete("m" + i);
            } else {
                watched.apply("m" + i, "2");
            }
        }
        watched.create("new", "1");
        cluster.compact();
        if (cluster.name().equals("real")) {
            cluster.kill(); // it has the last changes in memory
            cluster.resume();
        }
        watched.cable.up();
        watched.awaitEqual();
        assertThat(watched.missing).isEqualTo(10);
    }

    @Test
    void streamsAreCutAnywhere() throws Exception {
        watch(MAPS, Clock.system()).start();
        for (int round = 0; round < 15; round++) {
            for (int i = 0; i < 10; i++) {
                watched.apply("m" + i, round + "-".repeat(3000));
                if (i == round % 10) {
                    watched.cable.cut();
                }
            }
            watched.delete("m" + round % 10);
        }
        watched.awaitEqual();
    }

    @Test
    void aConnectionDiesWithoutAWord() throws Exception {
        var clock = VirtualClock.at(Instant.EPOCH);
        watch(MAPS, clock).start();
        watched.create("a", "1");
        watched.awaitEqual();
        watched.cable.silence();
        watched.apply("a", "2");
        watched.create("b", "1");
        var died = clock.now();
        // HTTP/2 has one connection, which is probed; each HTTP/1.1 connection is judged by its own silence.
        var judged = cluster.name().equals("real") ? Following.QUIET : Reflector.SILENCE;
        // New connections are made in real time, so the clock slows down when they are.
        watched.awaitEqual(() -> clock.advance(
                Duration.ofMillis(Duration.between(died, clock.now()).compareTo(judged) < 0 ? 500 : 20)));
        assertThat(Duration.between(died, clock.now())).isLessThan(judged.plusSeconds(30));
    }

    @Test
    void aListenerIsSlowWhileThousandsOfChangesCome() throws Exception {
        watch(MAPS, Clock.system());
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        watched.informer.listen(change -> {
            if (change.key().name().equals("block")) {
                begun.countDown();
                await(release);
            }
        });
        watched.start();
        watched.create("block", "");
        begun.await();
        try (var writers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 2000; i++) {
                int number = i;
                writers.submit(() -> {
                    watched.apply("m" + number % 50, number + "x".repeat(2000));
                    return null;
                });
            }
        }
        watched.delete("m7");
        release.countDown();
        watched.awaitEqual();
    }

    /** A real server gives up on a watch that takes too little; an embedded one keeps what its ring has. */
    @Test
    void theStreamIsReadMoreSlowlyThanChangesCome() throws Exception {
        watch(MAPS, Clock.system()).start();
        watched.create("first", "");
        watched.awaitEqual();
        long ended = watchesEnded();
        watched.cable.slow();
        try (var writers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 800; i++) {
                int number = i;
                writers.submit(() -> {
                    watched.apply("m" + number % 20, number + "x".repeat(30_000));
                    if (number % 20 == 0) {
                        watched.cable.letOnePieceThrough();
                    }
                    return null;
                });
            }
        }
        watched.delete("m7");
        if (cluster.name().equals("real")) {
            Await.until("the server has given up on the watch", () -> watchesEnded() > ended);
        }
        watched.cable.quick();
        watched.awaitEqual();
        assertThat(watched.cached()).containsKeys("first", "m19").doesNotContainKey("m7");
    }

    /** How many watches a real server has ended as they were too slow. */
    private long watchesEnded() throws InterruptedException {
        if (!cluster.name().equals("real")) {
            return 0;
        }
        var metrics =
                new String(watched.direct.send(ApiRequest.of("GET", "/metrics").accept("text/plain")), UTF_8);
        return metrics.lines()
                .filter(line -> line.startsWith("apiserver_terminated_watchers_total"))
                .filter(line -> line.contains("configmaps"))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    @Test
    void aDefinitionIsDeletedAndMadeAgain() throws Exception {
        watch(Watched.WIDGETS, Clock.system());
        define();
        watched.start();
        watched.create("a", "1");
        watched.create("b", "1");
        watched.awaitEqual();
        undefine();
        Await.until("its objects are gone", () -> watched.informer.size() == 0);
        Await.until("it is not served", () -> isRefused(404));
        define();
        watched.create("b", "2");
        watched.create("c", "2");
        watched.awaitEqual();
        assertThat(watched.told).containsOnlyKeys("b", "c");
        undefine();
    }

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private void define() throws InterruptedException {
        watched.post(DEFINITIONS, """
                {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1",
                 "metadata":{"name":"widgets.faults.escapement.dev"},
                 "spec":{"group":"faults.escapement.dev","scope":"Namespaced","names":{"kind":"Widget","plural":"widgets"},
                  "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":
                   {"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
                """);
        Await.until("it is served", () -> !isRefused(404));
    }

    private void undefine() throws InterruptedException {
        watched.direct.send(ApiRequest.of("DELETE", DEFINITIONS + "/widgets.faults.escapement.dev"));
    }

    private boolean isRefused(int code) throws InterruptedException {
        try {
            watched.direct.send(ApiRequest.of("GET", watched.kind.path(watched.namespace)));
            return false;
        } catch (ApiException e) {
            return e.code() == code;
        }
    }

    @Test
    void whatKubectlShowsIsWhatIsCached() throws Exception {
        watch(MAPS, Clock.system()).start();
        for (int i = 0; i < 5; i++) {
            watched.apply("m" + i, "1");
        }
        watched.cable.cut();
        watched.apply("m1", "2");
        watched.delete("m2");
        watched.awaitEqual();
        var kubectl = new ProcessBuilder(
                        "kubectl",
                        "--kubeconfig",
                        cluster.kubeconfig().toString(),
                        "-n",
                        watched.namespace,
                        "get",
                        "configmaps",
                        "-o",
                        "json")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        byte[] shown;
        try {
            shown = kubectl.start().getInputStream().readAllBytes();
        } catch (IOException e) {
            assumeTrue(false, "kubectl is not installed");
            return;
        }
        assertThat(new String(shown, UTF_8)).contains("m4");
        assertThat(watched.cached()).isEqualTo(Watched.items(shown));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
