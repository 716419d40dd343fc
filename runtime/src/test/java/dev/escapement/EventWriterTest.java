package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnEachCluster
class EventWriterTest {
    private static final Kind KIND = Kind.of(Gadget.class);

    private Bench bench;
    private ApiClient client;
    private EventWriter writer;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException {
        bench = new Bench(cluster);
        client = ApiClient.of(bench.config());
        writer = new EventWriter("test", client, Clock.system());
    }

    @AfterEach
    void tidy() {
        writer.close();
        client.close();
        bench.close();
    }

    private static Told told(ObjectKey key, Events.Tone tone, String note) {
        return Told.of(KIND, key, "uid-" + key.name(), tone, "Published", "Reconcile", note);
    }

    private Told told(String name) {
        return told(new ObjectKey(bench.namespace, name), Events.Tone.NORMAL, "it is on the net");
    }

    private List<Event> events() {
        return client.typed()
                .events()
                .v1()
                .events()
                .inNamespace(bench.namespace)
                .list()
                .getItems();
    }

    private long requests(String method) {
        return client.gate().state().answers().stream()
                .filter(answers -> answers.method().equals(method))
                .mapToLong(answers -> answers.count())
                .sum();
    }

    @Test
    void anEventSaysWhatPeopleSee() {
        writer.tell(told(new ObjectKey(bench.namespace, "cart"), Events.Tone.WARNING, "it is not on the net"));
        Await.until("the Event is there", () -> events().size() == 1);

        var event = events().getFirst();
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("Published");
        assertThat(event.getAction()).isEqualTo("Reconcile");
        assertThat(event.getNote()).isEqualTo("it is not on the net");
        assertThat(event.getReportingController()).isEqualTo("escapement.dev/test");
        assertThat(event.getReportingInstance()).isNotBlank();
        assertThat(event.getSeries()).isNull();
        assertThat(event.getRegarding().getKind()).isEqualTo("Gadget");
        assertThat(event.getRegarding().getApiVersion()).isEqualTo("test.escapement.dev/v1");
        assertThat(event.getRegarding().getUid()).isEqualTo("uid-cart");
        // how kubectl describe finds it
        assertThat(client.typed()
                        .v1()
                        .events()
                        .inNamespace(bench.namespace)
                        .withField("involvedObject.uid", "uid-cart")
                        .list()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void theSecondMakesItASeriesAndTheEndWritesTheLastCount() {
        writer.tell(told("cart"));
        Await.until("the Event is there", () -> events().size() == 1);
        writer.tell(told("cart"));
        Await.until("it is a series", () -> events().getFirst().getSeries() != null);
        assertThat(events().getFirst().getSeries().getCount()).isEqualTo(2);
        for (int i = 0; i < 40; i++) {
            writer.tell(told("cart"));
        }
        writer.close();

        assertThat(events()).hasSize(1);
        assertThat(events().getFirst().getSeries().getCount()).isEqualTo(42);
        assertThat(requests("POST")).isEqualTo(1);
        assertThat(requests("PATCH")).isEqualTo(2);
    }

    @Test
    void anEventOfAClusterScopedObjectIsInDefault() {
        var name = bench.namespace + "-node";
        var kind = new Kind("", "v1", "Node", "nodes", false);
        writer.tell(Told.of(kind, ObjectKey.of(name), "uid", Events.Tone.NORMAL, "Seen", "Reconcile", "it is there"));
        writer.close();

        var found = client.typed().events().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(name))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().getRegarding().getNamespace()).isNull();
    }

    @Test
    void anEventThatSomebodyDeletedIsMadeAnew() {
        writer.tell(told("cart"));
        Await.until("the Event is there", () -> events().size() == 1);
        client.typed()
                .events()
                .v1()
                .events()
                .inNamespace(bench.namespace)
                .withName(events().getFirst().getMetadata().getName())
                .delete();
        writer.tell(told("cart"));
        writer.close();

        assertThat(events().getFirst().getSeries().getCount()).isEqualTo(2);
    }

    @Test
    void whatIsToldOfAThousandObjectsAgainAndAgainCostsTwoWritesEach() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 1000; i++) {
                writer.tell(told("object-" + i));
            }
        }
        Await.until("nothing waits", () -> writer.waiting() == 0);

        assertThat(events()).hasSize(1000);
        assertThat(requests("POST")).isEqualTo(1000);
        assertThat(requests("PATCH")).isLessThanOrEqualTo(1000);
        assertThat(writer.figures()).isEqualTo(new EventStats(writer.figures().written(), 0, 0, 0, 0));
    }

    @Test
    void whatIsForbiddenIsSaidOnceAndNotTriedForEachObject(Cluster cluster) {
        var config = Config.fromKubeconfig(cluster.userKubeconfig().toFile());
        try (var nobody = ApiClient.of(config);
                var silent = new EventWriter("test", nobody, Clock.system())) {
            IntStream.range(0, 100).forEach(i -> silent.tell(told("object-" + i)));
            Await.until("all are given up", () -> silent.figures().refused() == 100);

            Map<String, Long> answers = nobody.gate().state().answers().stream()
                    .collect(Collectors.toMap(one -> one.method() + one.code(), one -> one.count()));
            assertThat(answers).isEqualTo(Map.of("POST403", 1L));
        }
    }

    @Test
    void whatCannotBeWrittenIsGivenUpAndTheRestGoesOn() {
        writer.tell(told(new ObjectKey("no-such-namespace", "cart"), Events.Tone.NORMAL, "lost"));
        writer.tell(told("cart"));
        Await.until("the Event is there", () -> events().size() == 1);

        assertThat(writer.figures().refused()).isEqualTo(1);
    }

    @Test
    void authorsTellOfTheObjectThatTheyReconcile() throws InterruptedException {
        bench.start(Controller.of(Gadget.class).reconcile((_, context) -> {
            context.event("Seen", "it is there");
            context.warning("Odd", "it looks odd");
            return Outcome.again(Duration.ofMillis(50));
        }));
        var gadget = bench.create("gear", 1);
        Await.until(
                "both are series",
                () -> events().size() == 2 && events().stream().allMatch(event -> event.getSeries() != null));

        assertThat(events())
                .allMatch(event -> event.getRegarding()
                        .getUid()
                        .equals(gadget.getMetadata().getUid()));
        assertThat(events()).extracting(Event::getReason).containsExactlyInAnyOrder("Seen", "Odd");
    }
}
