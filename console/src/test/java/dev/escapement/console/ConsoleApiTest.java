package dev.escapement.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class ConsoleApiTest {
    private ConsoleBench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new ConsoleBench(cluster);
        for (var name : new String[] {"good", "bad-1", "bad-2", "flaky", "later", "slow"}) {
            bench.bench.create(name, "1");
        }
        Await.until(
                "all have run",
                () -> states().equals("bad-1 dead, bad-2 dead, flaky retrying, good resting,"
                        + " later scheduled, slow running"));
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    private String states() throws Exception {
        return bench.get("/api/v1/objects")
                .path("items")
                .valueStream()
                .map(item ->
                        item.path("name").asText() + " " + item.path("state").asText())
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    @Test
    void theOverviewSumsUp() throws Exception {
        var overview = bench.get("/api/v1/overview");
        assertThat(overview.path("name").asText()).isEqualTo("box");
        assertThat(overview.path("objects").asInt()).isEqualTo(6);
        assertThat(overview.path("deadLetters").asInt()).isEqualTo(2);
        assertThat(overview.path("retrying").asInt()).isEqualTo(1);
        assertThat(overview.path("processing").asInt()).isEqualTo(1);
        assertThat(overview.path("health").path("ready").asBoolean()).isTrue();
        assertThat(overview.path("process").path("heapUsed").asLong()).isPositive();
    }

    @Test
    void aControllerHasAQueueAndWorkers() throws Exception {
        var controller = bench.get("/api/v1/controllers").path("items").path(0);
        assertThat(controller.path("name").asText()).isEqualTo("maps");
        assertThat(controller.path("kind").asText()).isEqualTo("ConfigMap");
        assertThat(controller.path("queue").path("processing").asInt()).isEqualTo(1);
        assertThat(controller.path("working").path(0).path("name").asText()).isEqualTo("slow");
        assertThat(controller.path("working").path(0).path("since").asText()).endsWith("Z");
        assertThat(controller.path("workers").path("now").asInt()).isPositive();
        assertThat(controller.path("runs").path("givenUp").asInt()).isEqualTo(2);
    }

    @Test
    void objectsAreFoundByNameAndStateAndGivenInPages() throws Exception {
        assertThat(names(bench.get("/api/v1/objects?q=BAD"))).isEqualTo("bad-1 bad-2");
        assertThat(names(bench.get("/api/v1/objects?state=scheduled"))).isEqualTo("later");
        assertThat(names(bench.get("/api/v1/objects?namespace=elsewhere"))).isEmpty();
        var page = bench.get("/api/v1/objects?offset=1&limit=2");
        assertThat(names(page)).isEqualTo("bad-2 flaky");
        assertThat(page.path("total").asInt()).isEqualTo(6);
        assertThat(names(bench.get("/api/v1/retrying"))).isEqualTo("flaky");
    }

    @Test
    void anObjectTellsItsStory() throws Exception {
        var object = one("flaky");
        assertThat(object.path("state").asText()).isEqualTo("retrying");
        assertThat(object.path("failures").asInt()).isPositive();
        assertThat(object.path("due").asText()).endsWith("Z");
        var first = object.path("history").path(object.path("history").size() - 1);
        assertThat(first.path("causes").path(0).path("what").asText()).isEqualTo("added");
        assertThat(first.path("end").asText()).contains("the database said no to flaky");
        assertThat(first.path("failed").asBoolean()).isTrue();
        assertThat(object.path("errors").path(0).path("error").asText()).contains("the database said no");
        assertThat(object.path("tasks").findValuesAsText("task")).containsExactly("timer probe", "daemon tail");
        assertThat(one("bad-1").path("letters").path(0).path("task").asText()).isEqualTo("reconcile");
        assertThat(one("slow").path("runningSince").asText()).endsWith("Z");
        assertThat(bench.ask("/api/v1/objects/maps/" + bench.bench.namespace + "/none")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void deadLettersOfOneFingerprintAreTogether() throws Exception {
        var letters = bench.get("/api/v1/dead-letters");
        assertThat(letters.path("total").asInt()).isEqualTo(2);
        assertThat(letters.path("groups")).hasSize(1);
        var group = letters.path("groups").path(0);
        assertThat(group.path("count").asInt()).isEqualTo(2);
        var items = bench.get(
                "/api/v1/dead-letters?fingerprint=" + group.path("fingerprint").asText());
        assertThat(items.path("items").findValuesAsText("name")).containsExactlyInAnyOrder("bad-1", "bad-2");
    }

    @Test
    void timersDaemonsGateCachesAndHealthAreThere() throws Exception {
        var tasks = bench.get("/api/v1/tasks");
        var timer = tasks.path("timers").path(0);
        assertThat(timer.path("name").asText()).isEqualTo("probe");
        assertThat(timer.path("intervalMs").asInt()).isEqualTo(300_000);
        assertThat(timer.path("next")).hasSize(6);
        assertThat(timer.path("latenessMs").path("buckets")).hasSize(10);
        assertThat(tasks.path("daemons").path(0).path("running").asInt()).isEqualTo(6);
        assertThat(bench.get("/api/v1/gate").path("writes").path("limit").asInt())
                .isPositive();
        assertThat(bench.get("/api/v1/caches").path("items").findValuesAsText("resource"))
                .contains("configmaps");
        assertThat(bench.get("/api/v1/health").path("live").asBoolean()).isTrue();
    }

    @Test
    void whatIsWrongWithAQuestionIsSaid() throws Exception {
        assertThat(bench.ask("/api/v1/objects?limit=0").body()).contains("limit must be a number from 1 to 500");
        assertThat(bench.ask("/api/v1/objects?state=odd").body()).contains("state must be one of");
        assertThat(bench.ask("/api/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(bench.ask("/api/v1/objects?q=%ff%fe").statusCode()).isEqualTo(200);
    }

    private JsonNode one(String name) throws Exception {
        return bench.get("/api/v1/objects/maps/" + bench.bench.namespace + "/" + name);
    }

    private static String names(JsonNode page) {
        return String.join(
                " ",
                page.path("items")
                        .valueStream()
                        .map(item -> item.path("name").asText())
                        .toList());
    }
}
