package dev.escapement.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.Controller;
import dev.escapement.Crds;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Always.always;
import static dev.escapement.Every.every;
import static dev.escapement.Outcome.done;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** Each thing that makes an operator unready, provoked; OperatingTest has the API server that is gone and the queue that stands still. */
@OnEachCluster
class HealthCausesTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final VirtualClock clock = VirtualClock.at(Clock.system().now());
    private final CountDownLatch release = new CountDownLatch(1);
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) {
        bench = new Bench(cluster);
    }

    @AfterEach
    void tidy() {
        release.countDown();
        bench.close();
        http.close();
    }

    /** A kind that goes while it is watched. */
    @Group("health.example.dev")
    @Version("v1")
    static final class Notice extends CustomResource<Notice.Spec, Void> implements Namespaced {
        private static final long serialVersionUID = 1;

        record Spec(String text) {}
    }

    private HttpResponse<String> get(HealthServer health, String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + health.address().getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** An author's code that heeds no interrupt. */
    private void stay() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // as some libraries do
            }
        }
    }

    @Test
    void aWatchThatFailsWhileTheServerIsThereIsNamed() throws Exception {
        for (var definition : Crds.generate(List.of(Notice.class)).values()) {
            bench.client.resource(definition).forceConflicts().serverSideApply();
        }
        Await.until("notices are served", () -> {
            bench.client.resources(Notice.class).inNamespace(bench.namespace).list();
            return true;
        });
        var operator = bench.start(
                bench.operator().clock(clock),
                Bench.maps().reconcile((_, _) -> done()),
                Controller.of(Notice.class).reconcile((_, _) -> done()));
        try (var health = HealthServer.start(operator, 0)) {
            assertThat(get(health, "/readyz").statusCode()).isEqualTo(200);
            bench.client
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("notices.health.example.dev")
                    .delete();
            Await.until("the watch is missed", () -> {
                clock.advance(ofSeconds(5));
                return get(health, "/readyz").statusCode() == 503;
            });
            assertThat(get(health, "/readyz").body())
                    .contains("[-]watches failed: cache notices.health.example.dev has not heard of changes for ")
                    .contains("[+]api-server ok\n");
            assertThat(get(health, "/livez").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aWorkerWhoseRunDoesNotEndIsNamedWithTheLineThatItIsAt() throws Exception {
        var running = new AtomicInteger();
        var operator = bench.start(
                bench.operator().clock(clock), Bench.maps().limit(ofSeconds(30)).reconcile((_, _) -> {
                    running.incrementAndGet();
                    stay();
                    return done();
                }));
        bench.create("a", "1");
        Await.until("it runs", () -> running.get() == 1);
        try (var health = HealthServer.start(operator, 0)) {
            Await.until("it is given up", () -> {
                clock.advance(ofSeconds(5));
                return get(health, "/readyz").statusCode() == 503;
            });
            assertThat(get(health, "/readyz").body())
                    .contains("[-]workers failed: run configmaps " + bench.namespace
                            + "/a was given up and does not end; it is ")
                    .contains("HealthCausesTest");
            release.countDown();
            Await.until("it is over", () -> get(health, "/readyz").statusCode() == 200);
        }
    }

    /** A clock whose timers do not ring although time passes, as when a process gets no processor. */
    private final class Stalling implements Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant now() {
            return clock.now().plus(ahead);
        }

        @Override
        public long nanos() {
            return clock.nanos() + ahead.toNanos();
        }

        @Override
        public Timer timer(Runnable action) {
            return clock.timer(action);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            clock.sleep(duration);
        }
    }

    @Test
    void timersThatAreLateAreNamedWithTheObjectThatWaitsLongest() throws Exception {
        bench.create("a", "1");
        bench.create("b", "1");
        var stalling = new Stalling();
        var operator = bench.start(
                bench.operator().clock(stalling), Bench.maps().timer("probe", every(ofMinutes(2)), _ -> done()));
        try (var health = HealthServer.start(operator, 0)) {
            assertThat(get(health, "/readyz").statusCode()).isEqualTo(200);
            stalling.ahead = ofMinutes(4);
            assertThat(get(health, "/readyz").body())
                    .containsPattern("\\[-]timers failed: timer probe " + bench.namespace
                            + "/[ab] has been due for \\d+ s, and 1 more are late\n");
            clock.advance(ofMinutes(4));
            assertThat(get(health, "/readyz").body()).contains("ok");
        }
    }

    @Test
    void aDaemonWithoutAHeartbeatIsNamed() throws Exception {
        bench.create("a", "1");
        var operator = bench.start(
                bench.operator().clock(clock),
                Bench.maps()
                        .daemon(
                                "tail",
                                always().heartbeat(ofSeconds(30)),
                                daemon -> daemon.stop().await(ofHours(1))));
        Await.until("it runs", () -> operator.daemons().getFirst().running() == 1);
        try (var health = HealthServer.start(operator, 0)) {
            assertThat(get(health, "/readyz").statusCode()).isEqualTo(200);
            clock.advance(ofSeconds(31));
            assertThat(get(health, "/readyz").body())
                    .contains("[-]daemons failed: daemon tail " + bench.namespace + "/a has not reported for 31 s");
            assertThat(get(health, "/metrics").body())
                    .contains(
                            "escapement_daemon_silent{controller=\"configmaps\",daemon=\"tail\",operator=\"box\"} 1.0")
                    .contains("escapement_ailments{operator=\"box\",part=\"daemon\"} 1.0");
        }
    }
}
