package dev.escapement;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.ForbiddingTransport.to;
import static dev.escapement.LetterBench.id;
import static dev.escapement.LetterBench.park;
import static org.assertj.core.api.Assertions.assertThat;

/** Dead letters where the API server forbids them, does not know them, or is away. */
@OnEachCluster
class DeadLettersWithoutServerTest {
    private static final String LETTERS = "/deadletters";
    private static final String DEFINITIONS = "/customresourcedefinitions";
    private static final String WARNING = "kept in memory only";

    private final VirtualClock clock = VirtualClock.at(Instant.now());
    private Bench bench;
    private LetterBench desk;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
        desk = new LetterBench(bench);
    }

    @AfterEach
    void tidy() {
        desk.close();
        bench.close();
    }

    @Test
    void areInMemoryWithOneLineUntilTheyAreAllowed() throws InterruptedException {
        desk.transport.forbid(to(LETTERS));
        try (var log = new LogLines()) {
            var letters = desk.start(clock);
            var object = desk.object("a");
            park(letters, object, "no");
            assertThat(letters.isParked(id(object), object)).isTrue();
            for (int i = 0; i < 5; i++) {
                clock.awaitPending(2); // the sweep, and the next attempt
                clock.advance(Duration.ofMinutes(6));
            }
            assertThat(log.with(WARNING))
                    .hasSize(1)
                    .allMatch(line -> line.contains("grant the verbs get, list, watch, create, patch and delete"));
            desk.transport.forbid(_ -> false);
            Await.until("it is written", () -> {
                clock.advance(Duration.ofMinutes(1));
                return desk.list().size() == 1;
            });
            assertThat(log.with("kept in the cluster again")).hasSize(1);
        }
    }

    @Test
    void areKeptWhenTheyAreForbiddenLater() throws InterruptedException {
        var letters = desk.start(clock);
        var object = desk.object("a");
        var other = desk.object("b");
        park(letters, object, "no");
        Await.until("it is written", () -> desk.list().size() == 1);
        try (var log = new LogLines()) {
            desk.transport.forbid(
                    request -> to(LETTERS).test(request) && !request.method().equals("GET"));
            park(letters, other, "no");
            letters.settle(id(object));
            Await.until("it is told", () -> log.with(WARNING).size() == 1);
            for (int i = 0; i < 5; i++) {
                clock.advance(Duration.ofSeconds(20));
            }
            desk.transport.forbid(_ -> false);
            Await.until("all is as it should be", () -> {
                clock.advance(Duration.ofSeconds(20));
                return desk.names().toString().equals("[b]");
            });
            assertThat(log.with(WARNING)).hasSize(1);
        }
        assertThat(desk.released).isEmpty();
    }

    @Test
    void areDefinedWhenNobodyHas() throws InterruptedException {
        undefine();
        var letters = desk.start();
        park(letters, desk.object("a"), "no");
        Await.until("it is written", () -> desk.list().size() == 1);
    }

    @Test
    void areInMemoryWithOneLineIfTheyMayNotBeDefined() throws InterruptedException {
        undefine();
        desk.transport.forbid(to(DEFINITIONS));
        try (var log = new LogLines()) {
            var letters = desk.start(clock);
            var object = desk.object("a");
            park(letters, object, "no");
            for (int i = 0; i < 3; i++) {
                clock.awaitPending(2);
                clock.advance(Duration.ofMinutes(6));
            }
            assertThat(log.with("WARN DeadLetters"))
                    .hasSize(1)
                    .allMatch(line -> line.contains(WARNING) && line.contains("esc crds prints it"));
            assertThat(letters.isParked(id(object), object)).isTrue();
            desk.transport.forbid(_ -> false);
            Await.until("it is written", () -> {
                clock.advance(Duration.ofMinutes(1));
                return desk.list().size() == 1;
            });
        }
    }

    @Test
    void areDefinedAgainWhenSomebodyTookTheDefinitionAway() throws InterruptedException {
        var letters = desk.start();
        var object = desk.object("a");
        park(letters, object, "no");
        Await.until("it is written", () -> desk.list().size() == 1);
        undefine();
        Await.until("it is released, as every letter is that is deleted", () -> desk.released.contains(id(object)));
        park(letters, object, "no");
        Await.until("it is written", () -> desk.list().size() == 1);
    }

    @Test
    void areWrittenAndDeletedWhenTheServerIsBack() throws InterruptedException {
        var letters = desk.start();
        var object = desk.object("a");
        var other = desk.object("b");
        park(letters, object, "no");
        Await.until("it is written", () -> desk.list().size() == 1);
        bench.cluster.kill();
        letters.settle(id(object));
        park(letters, other, "no");
        assertThat(letters.isParked(id(other), other)).isTrue();
        bench.cluster.resume();
        Await.until("all is as it should be", () -> desk.names().toString().equals("[b]"));
        assertThat(desk.released).isEmpty();
    }

    private void undefine() {
        var definitions = bench.client.apiextensions().v1().customResourceDefinitions();
        definitions.withName("deadletters.escapement.dev").delete();
        Await.until(
                "it is gone",
                () -> definitions.withName("deadletters.escapement.dev").get() == null);
    }
}
