package dev.escapement;

import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.LetterBench.id;
import static dev.escapement.LetterBench.park;
import static org.assertj.core.api.Assertions.assertThat;

/** What people see of dead letters, and what they do to them. */
@OnEachCluster
class DeadLettersInClusterTest {
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
    void aFailureBecomesALetterBesideItsObject() throws InterruptedException {
        var letters = desk.start();
        var object = desk.object("a");
        park(letters, object, "no such image\nof that name");
        Await.until("it is written", () -> desk.list().size() == 1);
        var letter = desk.only();
        var spec = letter.path("spec");
        assertThat(spec.path("controller").asText()).isEqualTo("gadgets");
        assertThat(spec.path("task").asText()).isEqualTo("reconcile");
        assertThat(spec.path("object").path("uid").asText()).isEqualTo(object.uid());
        assertThat(spec.path("summary").asText()).isEqualTo("no such image");
        assertThat(spec.path("attempts").asInt()).isEqualTo(3);
        assertThat(spec.path("history")).hasSize(2);
        assertThat(letter.path("metadata").path("labels").path("escapement.dev/fingerprint"))
                .isEqualTo(spec.path("fingerprint"));
        assertThat(letter.path("metadata").path("ownerReferences").path(0).path("uid"))
                .isEqualTo(spec.path("object").path("uid"));
    }

    @Test
    void aLetterOfAnEarlierProcessIsKnownFromTheBeginning() throws InterruptedException {
        var object = written("a", desk.start());
        desk.start(); // another one, as the first is not even told to stop
        var later = desk.start();
        assertThat(later.isParked(id(object), object)).isTrue();
        assertThat(later.isParked(id(object), LetterBench.header(object.key(), object.uid(), 2)))
                .isFalse();
        assertThat(later.isParked(id(object), LetterBench.header(object.key(), "other", 1)))
                .isFalse();
        later.settle(id(object));
        Await.until("it is deleted", () -> desk.list().isEmpty());
        assertThat(desk.told).contains("NORMAL Recovered Reconcile a");
    }

    @Test
    void anAnnotationReleasesIt() throws InterruptedException {
        var letters = desk.start();
        var object = written("a", letters);
        desk.annotate(LetterForm.RELEASE);
        Await.until("it is released", () -> desk.released.contains(id(object)));
        assertThat(letters.isParked(id(object), object)).isFalse();
        Await.until("it is deleted", () -> desk.list().isEmpty());
        park(letters, object, "again");
        Await.until("it is back", () -> desk.list().size() == 1);
        assertThat(desk.only().path("spec").path("attempts").asInt()).isEqualTo(6);
        assertThat(letters.isParked(id(object), object)).isTrue();
        assertThat(desk.released).hasSize(1);
    }

    @Test
    void anAnnotationThatWasMadeWhileNobodyLookedReleasesItToo() throws InterruptedException {
        var letters = desk.start();
        var object = written("a", letters);
        desk.stop(letters);
        desk.annotate(LetterForm.RELEASE);
        var later = desk.start();
        assertThat(desk.released).containsExactly(id(object));
        assertThat(later.isParked(id(object), object)).isFalse();
        Await.until("it is deleted", () -> desk.list().isEmpty());
    }

    @Test
    void deletingReleasesIt() throws InterruptedException {
        var letters = desk.start();
        var object = written("a", letters);
        desk.deleteOnly();
        Await.until("it is released", () -> desk.released.contains(id(object)));
        assertThat(letters.isParked(id(object), object)).isFalse();
        assertThat(desk.list()).isEmpty();
    }

    @Test
    void aDiscardedOneHoldsUntilSomethingElseFails() throws InterruptedException {
        var letters = desk.start();
        var object = written("a", letters);
        desk.annotate(LetterForm.DISCARD);
        desk.stop(letters);
        var later = desk.start();
        assertThat(later.isParked(id(object), object)).isTrue();
        var changed = LetterBench.header(object.key(), object.uid(), 2);
        park(later, changed, "something else");
        Await.until(
                "it is to be seen again",
                () -> desk.list().size() == 1
                        && desk.only().path("metadata").path("annotations").isMissingNode());
        assertThat(later.isParked(id(object), changed)).isTrue();
        assertThat(desk.released).isEmpty();
    }

    @Test
    void whatIsSettledAndParkedInTurnsEndsAsItWasLeft() throws InterruptedException {
        var letters = desk.start();
        var one = desk.object("one");
        var other = desk.object("other");
        for (int i = 0; i < 50; i++) {
            letters.settle(id(one));
            park(letters, one, "again");
            park(letters, other, "again");
            letters.settle(id(other));
        }
        Await.until("one is left", () -> desk.names().toString().equals("[one]"));
        desk.stop(letters);
        assertThat(desk.names()).containsExactly("one");
        assertThat(desk.released).isEmpty();
        assertThat(letters.isParked(id(one), one)).isTrue();
    }

    @Test
    void itGoesWithItsObject() throws InterruptedException {
        var letters = desk.start();
        var object = written("a", letters);
        bench.gadget("a").delete();
        Await.until("it is collected", () -> desk.list().isEmpty());
        Await.until("it is forgotten", () -> !letters.isParked(id(object), object));
    }

    @Test
    void ofAnObjectThatWasMadeAnewThereIsOne() throws InterruptedException {
        var letters = desk.start();
        written("a", letters);
        bench.gadget("a").delete();
        var anew = desk.object("a");
        park(letters, anew, "again");
        Await.until(
                "there is the new one only",
                () -> desk.list().size() == 1
                        && desk.only()
                                .path("spec")
                                .path("object")
                                .path("uid")
                                .asText()
                                .equals(anew.uid()));
        Await.until("it is parked", () -> letters.isParked(id(anew), anew));
    }

    @Test
    void aLetterOfAClusterScopedObjectIsInTheDefaultNamespace() throws InterruptedException {
        var letters = desk.start();
        var object = LetterBench.header(ObjectKey.of("node-1"), "u1", 0);
        park(letters, object, "down");
        assertThat(letters.isParked(id(object), LetterBench.header(ObjectKey.of("node-1"), "u1", 0)))
                .isTrue();
        letters.settle(id(object));
    }

    private Header written(String name, ClusterDeadLetters letters) throws InterruptedException {
        var object = desk.object(name);
        park(letters, object, "no such image");
        Await.until(
                "it is written",
                () -> StreamSupport.stream(desk.list().spliterator(), false).anyMatch(letter -> name(letter, name)));
        return object;
    }

    private static boolean name(JsonNode letter, String name) {
        return letter.path("spec").path("object").path("name").asText().equals(name);
    }
}
