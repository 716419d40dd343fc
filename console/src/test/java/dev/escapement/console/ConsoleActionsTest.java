package dev.escapement.console;

import java.util.List;

import dev.escapement.Controls;
import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class ConsoleActionsTest {
    private static final ResourceDefinitionContext DEAD_LETTERS = new ResourceDefinitionContext.Builder()
            .withGroup("escapement.dev")
            .withVersion("v1alpha1")
            .withKind("DeadLetter")
            .withPlural("deadletters")
            .withNamespaced(true)
            .build();

    private ConsoleBench bench;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new ConsoleBench(cluster);
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    @Test
    void aReplayTriesOnceMoreAndIsWrittenDown() throws Exception {
        bench.bench.create("bad-1", "1");
        Await.until("it is dead", () -> letters() == 1);
        var letter =
                bench.get("/api/v1/dead-letters?fingerprint=").path("items").path(0);
        var answer =
                bench.act("replay", "{\"letter\": \"" + letter.path("letter").asText() + "\"}");
        assertThat(answer.body()).isEqualTo("{\"done\":\"replay\",\"count\":1}");
        Await.until("it was tried", () -> runs() == 2 && letters() == 1);
        Await.until("an Event tells of it", () -> told("Replayed", "bad-1"));
        assertThat(bench.act("replay", "{\"letter\": \"a/b\"}").statusCode()).isEqualTo(404);
        assertThat(bench.act("replay", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void allOfAFingerprintAreDiscardedAndStayUntriedAndAreSeenNoMore() throws Exception {
        bench.bench.create("bad-1", "1");
        bench.bench.create("bad-2", "1");
        Await.until("they are dead", () -> letters() == 2 && inCluster().size() == 2);
        var fingerprint = bench.get("/api/v1/dead-letters")
                .path("groups")
                .path(0)
                .path("fingerprint")
                .asText();
        assertThat(bench.act("discard", "{\"fingerprint\": \"" + fingerprint + "\"}")
                        .body())
                .isEqualTo("{\"done\":\"discard\",\"count\":2}");
        assertThat(letters()).isZero();
        Await.until(
                "that is noted on both",
                () -> inCluster().stream()
                        .allMatch(letter -> letter.getMetadata().getAnnotations() != null
                                && letter.getMetadata().getAnnotations().containsKey("escapement.dev/discard")));
        assertThat(runs()).isEqualTo(2);
        assertThat(bench.get("/api/v1/objects?q=bad-1")
                        .path("items")
                        .path(0)
                        .path("state")
                        .asText())
                .isEqualTo("resting");
        Await.until("an Event on the operator's ConfigMap sums up", () -> told("Discarded", "box.escapement.dev"));
    }

    @Test
    void anObjectAControllerAndAllArePausedAndResumed() throws Exception {
        bench.bench.create("good", "1");
        Await.until("it has run", () -> runs() == 1);
        var object = "{\"controller\": \"maps\", \"namespace\": \"" + bench.bench.namespace + "\", \"name\": \"good\"}";
        assertThat(bench.act("pause", object).statusCode()).isEqualTo(200);
        assertThat(bench.get("/api/v1/objects?state=paused").path("total").asInt())
                .isEqualTo(1);
        Await.until("an Event tells of it", () -> told("Paused", "good"));
        bench.act("resume", object);
        assertThat(bench.get("/api/v1/objects?state=paused").path("total").asInt())
                .isZero();
        bench.act("pause", "{\"controller\": \"maps\"}");
        assertThat(bench.operator.controls().isPaused("maps")).isTrue();
        bench.act("resume", "{\"controller\": \"maps\"}");
        bench.act("pause", "{}");
        assertThat(bench.get("/api/v1/overview").path("allPaused").asBoolean()).isTrue();
        bench.act("resume", "{}");
        assertThat(bench.operator.controls().isPaused("maps")).isFalse();
        assertThat(bench.act("pause", "{\"controller\": \"none\"}").body()).contains("it has \\\"maps\\\"");
        assertThat(bench.act("pause", object.replace("good", "none")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void workersAndDetailAreChanged() throws Exception {
        bench.act("workers", "{\"controller\": \"maps\", \"least\": 2, \"most\": 5}");
        var workers = bench.get("/api/v1/controllers").path("items").path(0).path("workers");
        assertThat(workers.path("least").asInt()).isEqualTo(2);
        assertThat(workers.path("most").asInt()).isEqualTo(5);
        bench.act("workers", "{\"controller\": \"maps\", \"reset\": true}");
        assertThat(bench.operator.controls().workers("maps")).isEmpty();
        assertThat(bench.act("workers", "{\"controller\": \"maps\", \"least\": 0}")
                        .statusCode())
                .isEqualTo(400);
        bench.act("verbose", "{\"controller\": \"maps\", \"on\": true}");
        assertThat(bench.operator.controls().isVerbose("maps")).isTrue();
        assertThat(bench.act("explode", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void theOperatorsConfigMapSaysWhereTheConsoleIs() {
        var key = bench.operator.insight().controlMap();
        assertThat(key).isEqualTo(new ObjectKey(bench.bench.namespace, Controls.mapName("box")));
        Await.until(
                "it is written",
                () -> bench.console
                        .url()
                        .equals(bench.bench
                                .map(key.name())
                                .get()
                                .getMetadata()
                                .getAnnotations()
                                .get(Console.ANNOTATION)));
    }

    private int letters() throws Exception {
        return bench.get("/api/v1/dead-letters").path("total").asInt();
    }

    private int runs() throws Exception {
        return bench.get("/api/v1/overview").path("runs").asInt();
    }

    private List<GenericKubernetesResource> inCluster() {
        return bench.bench
                .client
                .genericKubernetesResources(DEAD_LETTERS)
                .inNamespace(bench.bench.namespace)
                .list()
                .getItems();
    }

    private boolean told(String reason, String name) {
        return bench.bench.events().stream()
                .anyMatch(event -> event.getReason().equals(reason)
                        && event.getRegarding().getName().equals(name)
                        && event.getNote().contains("by somebody at 127.0.0.1, at the console"));
    }
}
