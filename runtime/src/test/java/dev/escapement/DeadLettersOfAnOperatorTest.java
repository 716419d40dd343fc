package dev.escapement;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiRequest;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Outcome.done;
import static dev.escapement.Outcome.failedForGood;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of an object that fails for good, from its operator's point of view. */
@OnEachCluster
class DeadLettersOfAnOperatorTest {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean(true);
    private final Controller<Gadget> controller = Controller.of(Gadget.class).reconcile((_, _) -> {
        runs.incrementAndGet();
        return failing.get() ? failedForGood("no such image") : done();
    });
    private Bench bench;
    private ApiClient client;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
        client = ApiClient.of(bench.config());
    }

    @AfterEach
    void tidy() {
        client.close();
        bench.close();
    }

    @Test
    void aRestartDoesNotTryItAgainButAReplayDoes() throws InterruptedException {
        bench.create("a", 1);
        var first = bench.start(controller);
        Await.until("there is a letter", () -> letters().size() == 1);
        first.close();
        assertThat(runs).hasValue(1);
        bench.start(controller);
        bench.create("b", 1); // when this one is seen, the one from before was looked at
        Await.until("there are two", () -> letters().size() == 2);
        assertThat(runs).hasValue(2);
        failing.set(false);
        try (var log = new LogLines()) {
            annotateAll("escapement.dev/release");
            Await.until("both have recovered", () -> letters().isEmpty());
            assertThat(runs).hasValue(4);
            Await.until("that is told", () -> log.with("/a: ").size() == 1);
            assertThat(log.with("/a: ")).hasSize(1).allMatch(line -> line.contains("INFO"));
        }
    }

    @Test
    void aChangeOfTheObjectTriesItAgain() throws InterruptedException {
        bench.create("a", 1);
        bench.start(controller);
        Await.until("there is a letter", () -> letters().size() == 1);
        bench.resize("a", 2);
        Await.until(
                "it failed again",
                () -> letters().get(0).path("spec").path("attempts").asInt() == 2);
        failing.set(false);
        bench.resize("a", 3);
        Await.until("the letter is gone", () -> letters().isEmpty());
        assertThat(runs).hasValue(3);
    }

    @Test
    void kubectlShowsItInColumns() throws InterruptedException {
        bench.create("a", 1);
        bench.start(controller);
        Await.until("there is a letter", () -> letters().size() == 1);
        var table = client.json()
                .parse(client.send(ApiRequest.of("GET", LetterForm.KIND.path(bench.namespace))
                        .accept(TABLE)));
        assertThat(table.path("columnDefinitions").findValuesAsText("name"))
                .containsExactly(
                        "Name",
                        "Kind",
                        "Object",
                        "Controller",
                        "Task",
                        "Error",
                        "Attempts",
                        "Fingerprint",
                        "Age",
                        "Operator",
                        "Last");
        var cells = table.path("rows").path(0).path("cells");
        assertThat(List.of(1, 2, 3, 4, 5, 6))
                .extracting(i -> cells.path(i).asText())
                .containsExactly("Gadget", "a", "gadgets", "reconcile", "no such image", "1");
        assertThat(cells.path(8).asText()).matches("\\d+s");
    }

    @Test
    void anOperatorThatMayNotKeepLettersWorksAllTheSame() throws InterruptedException {
        var transport = new ForbiddingTransport(bench.cluster);
        transport.forbid(ForbiddingTransport.to("/deadletters", "/customresourcedefinitions"));
        bench.create("a", 1);
        try (var log = new LogLines();
                var _ = Operator.named("test")
                        .config(bench.config())
                        .namespace(bench.namespace)
                        .transport(transport)
                        .controller(controller)
                        .start()) {
            Await.until("it is told", () -> log.with("ERROR").size() == 1);
            Await.until(
                    "that letters are only in memory",
                    () -> log.with("WARN DeadLetters").size() == 1);
            failing.set(false);
            bench.resize("a", 2);
            Await.until("it works", () -> log.with("works again").size() == 1);
        }
        assertThat(letters()).isEmpty();
    }

    private JsonNode letters() throws InterruptedException {
        return client.json()
                .parse(client.send(ApiRequest.of("GET", LetterForm.KIND.path(bench.namespace))))
                .path("items");
    }

    private void annotateAll(String annotation) throws InterruptedException {
        for (var letter : letters()) {
            var path = LetterForm.KIND.path(bench.namespace) + "/"
                    + letter.path("metadata").path("name").asText();
            var patch = "{\"metadata\":{\"annotations\":{\"%s\":\"yes\"}}}".formatted(annotation);
            client.send(ApiRequest.of("PATCH", path).body(Writer.MERGE_PATCH, patch.getBytes(UTF_8)));
        }
    }
}
