package dev.escapement.console;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.OperatorException;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@OnEachCluster
class ConsoleAccessTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress("0.0.0.0", 0);

    private final AtomicInteger asked = new AtomicInteger();
    private Cluster cluster;
    private ConsoleBench bench;

    /** Knows {@code reader}, who may look, {@code actor}, who may act as well, and {@code stranger}, who may nothing. */
    private final Reviews reviews = new Reviews() {
        @Override
        public User user(String token) {
            asked.incrementAndGet();
            return List.of("reader", "actor", "stranger").contains(token)
                    ? new User(token, "", List.of(), Map.of())
                    : User.NOBODY;
        }

        @Override
        public boolean may(User user, String verb) {
            return user.name().equals("actor") || (user.name().equals("reader") && verb.equals("get"));
        }
    };

    @BeforeEach
    void prepare(Cluster on) throws InterruptedException {
        cluster = on;
        bench = new ConsoleBench(on);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    private void openToOthers() {
        bench.console.close();
        bench.console = Console.of(bench.operator)
                .address(ANYWHERE)
                .allowActions()
                .reviews(reviews)
                .start();
    }

    @Test
    void whoDoesNotSayWhoTheyAreSeesNothing() throws Exception {
        openToOthers();
        var answer = bench.ask("/api/v1/overview");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"escapement\"");
        assertThat(bench.ask("/api/v1/overview", "Authorization", "Bearer forged")
                        .statusCode())
                .isEqualTo(401);
        assertThat(bench.ask("/api/v1/stream?client=a&of=overview").statusCode())
                .isEqualTo(401);
        var session = bench.get("/api/v1/session");
        assertThat(session.path("signIn").asBoolean()).isTrue();
        assertThat(session.has("token")).isFalse();
        assertThat(bench.ask("/").statusCode()).isEqualTo(200); // the page itself says nothing of the operator
    }

    @Test
    void whoMayLookLooksAndWhoMayActActs() throws Exception {
        openToOthers();
        assertThat(bench.ask("/api/v1/overview", "Authorization", "Bearer stranger")
                        .statusCode())
                .isEqualTo(403);
        assertThat(bench.ask("/api/v1/overview", "Authorization", "Bearer reader")
                        .statusCode())
                .isEqualTo(200);
        assertThat(pause("reader")).isEqualTo(403);
        assertThat(bench.operator.controls().state().allPaused()).isFalse();
        assertThat(pause("actor")).isEqualTo(200);
        assertThat(bench.operator.controls().state().allPaused()).isTrue();
    }

    private int pause(String who) throws Exception {
        var token = bench.ask("/api/v1/session", "Authorization", "Bearer " + who)
                .body()
                .replaceAll(".*\"token\":\"([0-9a-f]+)\".*", "$1");
        return bench.post(
                        "pause",
                        "{}",
                        "Content-Type",
                        "application/json",
                        Guard.TOKEN,
                        token,
                        "Authorization",
                        "Bearer " + who)
                .statusCode();
    }

    @Test
    void theApiServerIsNotAskedEachTime() throws Exception {
        openToOthers();
        for (int i = 0; i < 20; i++) {
            assertThat(bench.ask("/api/v1/health", "Authorization", "Bearer reader")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(asked).hasValueLessThan(5);
    }

    @Test
    void anOperatorThatMayNotAskWhoPeopleAreKeepsTheConsoleOnLoopback() throws InterruptedException {
        var config = Config.fromKubeconfig(cluster.userKubeconfig().toFile());
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            assertThatThrownBy(() -> Reviews.of("box", "default", client))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("operator \"box\": the console asks the API server who people are")
                    .hasMessageContaining("serve the console on a loopback address");
        }
    }

    @Test
    void theApiServerSaysWhoPeopleAre() throws Exception {
        bench.console.close();
        bench.console = Console.of(bench.operator).address(ANYWHERE).start();
        assertThat(bench.ask("/api/v1/overview", "Authorization", "Bearer forged")
                        .statusCode())
                .isEqualTo(401);
        var token = token("looker");
        assertThat(bench.ask("/api/v1/overview", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(403);
    }

    private String token(String name) {
        var accounts = bench.bench.client.serviceAccounts().inNamespace(bench.bench.namespace);
        accounts.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return accounts.withName(name)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
    }

    @Test
    void aConsoleThatOnlyShowsDoesNotAct() throws Exception {
        bench.console.close();
        bench.console = Console.of(bench.operator)
                .address(ListenAddress.parse("console", "0"))
                .start();
        assertThat(bench.act("pause", "{}").statusCode()).isEqualTo(403);
        assertThat(bench.act("pause", "{}").body()).contains("--console-actions");
        assertThat(bench.get("/api/v1/session").path("actions").asBoolean()).isFalse();
    }

    @Test
    void aPortInUseIsSaidOrAnotherIsTaken() {
        var taken = bench.console.address();
        assertThatThrownBy(() -> Console.of(bench.operator).address(taken).start())
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("the console cannot be served on 127.0.0.1:" + taken.getPort());
        try (var other = Console.of(bench.operator).address(taken).orOtherPort().start()) {
            assertThat(other.address().getPort()).isNotEqualTo(taken.getPort()).isPositive();
            assertThat(other.url())
                    .isEqualTo("http://127.0.0.1:" + other.address().getPort() + "/");
        }
    }
}
