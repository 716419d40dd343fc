package dev.escapement.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreTest {
    private static final ObjectKey A = new ObjectKey("n", "a");

    private final List<String> told = new ArrayList<>();
    private final Object me = new Object();
    private final Store store = store(Selection.ALL);
    private final Source source = store.sources().getFirst();

    private Store store(Selection... selections) {
        return new Store(new Kind("", "v1", "ConfigMap", "configmaps", true), List.of(selections), change -> {
            if (change.writer() != me) {
                told.add(change.type() + " " + change.key().name() + "@" + change.version());
            }
        });
    }

    @Test
    void tellsOfWhatIsReported() {
        source.report(object("a", 1), true);
        source.report(object("a", 2), false);
        source.reportDeleted(object("a", 3));
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@2", "DELETED a@3");
        assertThat(store.get(A)).isNull();
    }

    @Test
    void manyObjectsTakeLessThanTheirJson() {
        int many = 30_000;
        var data = "What all of them say, and then some more of it. ".repeat(40);
        for (int i = 0; i < many; i++) {
            source.report(object("o" + i, i + 1, data), true);
        }
        assertThat(store.bytes()).isLessThan(Entries.MANY + many * 400L);
        for (int i = 0; i < many; i += 100) {
            var object = object("o" + i, i + 1, data);
            var kept = store.get(object.key());
            assertThat(kept).isNotNull();
            assertThat(kept.json()).isEqualTo(object.json());
        }
        store.wrote(object("o29999", many + 1, data), me);
        source.reportDeleted(object("o29998", many + 2, data));
        assertThat(store.size()).isEqualTo(many - 1);
        store.objects()
                .map(RawObject::key)
                .toList()
                .forEach(key -> source.reportDeleted(object(key.name(), many + 3, data)));
        assertThat(store.bytes()).isZero();
    }

    @Test
    void tellsNothingOfAReplay() {
        source.report(object("a", 5), false);
        source.report(object("a", 4), false);
        source.report(object("a", 5), true);
        source.reportDeleted(object("b", 3));
        assertThat(told).containsExactly("ADDED a@5");
        assertThat(version()).isEqualTo("5");
    }

    @Test
    void anOwnWriteIsVisibleAtOnceAndItsEchoIsNoChange() {
        source.report(object("a", 1), false);
        store.wrote(object("a", 2), me);
        assertThat(version()).isEqualTo("2");
        source.report(object("a", 2), false);
        assertThat(told).containsExactly("ADDED a@1");
        source.report(object("a", 3), false);
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@3");
    }

    @Test
    void anotherWriterOfThisOperatorIsToldOfWhatItDidNotWrite() {
        var other = new Object();
        store.wrote(object("a", 1), other);
        source.report(object("a", 1), false);
        store.wrote(object("a", 2), other);
        source.report(object("a", 2), false);
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@2");
    }

    @Test
    void severalOwnWritesHaveSeveralEchoes() {
        source.report(object("a", 1), false);
        store.wrote(object("a", 2), me);
        store.wrote(object("a", 3), me);
        source.report(object("a", 2), false);
        source.report(object("a", 3), false);
        assertThat(told).containsExactly("ADDED a@1");
    }

    @Test
    void aForeignWriteBeforeAnOwnOneIsToldAndDoesNotTurnTimeBack() {
        source.report(object("a", 1), false);
        store.wrote(object("a", 3), me);
        source.report(object("a", 2), false);
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@2");
        assertThat(version()).isEqualTo("3");
        source.report(object("a", 3), false);
        assertThat(told).hasSize(2);
    }

    @Test
    void aListProvesNothingOfWhatWasBetween() {
        source.report(object("a", 1), false);
        store.wrote(object("a", 3), me);
        source.report(object("a", 3), true);
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@3");
    }

    @Test
    void aCreatedObjectIsVisibleBeforeItIsReported() {
        source.reportedUpTo("10");
        store.wrote(object("a", 11), me);
        assertThat(version()).isEqualTo("11");
        source.report(object("a", 11), false);
        assertThat(told).isEmpty();
    }

    @Test
    void aLateAnswerDoesNotBringADeletedObjectBack() {
        source.report(object("a", 1), false);
        source.reportDeleted(object("a", 5));
        store.wrote(object("a", 4), me);
        assertThat(store.get(A)).isNull();
    }

    @Test
    void aDeletionOfAnEarlierLifeLeavesWhatWasMadeSince() {
        source.report(object("a", 1), false);
        store.wrote(object("a", 6), me);
        source.reportDeleted(object("a", 5));
        assertThat(version()).isEqualTo("6");
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@5");
    }

    @Test
    void aRelistFindsWhatWasDeletedMeanwhile() {
        source.report(object("a", 1), false);
        source.report(object("b", 2), false);
        store.wrote(object("c", 20), me);
        source.report(object("b", 9), true);
        source.retain(Set.of(new ObjectKey("n", "b")), "10");
        assertThat(told).containsExactly("ADDED a@1", "ADDED b@2", "CHANGED b@9", "DELETED a@10");
        assertThat(store.objects().map(o -> o.header().key()))
                .containsExactlyInAnyOrder(new ObjectKey("n", "b"), new ObjectKey("n", "c"));
    }

    @Test
    void whatIsNotSelectedIsNotTakenIn() {
        var elsewhere = store(Selection.in("elsewhere"));
        elsewhere.wrote(object("a", 11), me);
        assertThat(elsewhere.get(A)).isNull();
        var labelled = store(Selection.ALL.labelled("app=web"));
        labelled.wrote(object("a", 11), me);
        assertThat(labelled.get(A)).isNull();
        labelled.wrote(object("a", 12, "app"), me);
        assertThat(labelled.get(A)).isNotNull();
    }

    @Test
    void aLabelThatIsTakenAwayLeavesNoGhostWhateverIsWrittenAfterwards() {
        var labelled = store(Selection.ALL.labelled("app=web"));
        var feed = labelled.sources().getFirst();
        feed.report(object("a", 1, "app"), true);
        labelled.wrote(object("a", 2), me);
        labelled.wrote(object("a", 3), me);
        feed.reportDeleted(object("a", 2, "app"));
        assertThat(labelled.get(A)).isNull();
        feed.report(object("a", 4, "app"), false);
        labelled.wrote(object("a", 9), me);
        feed.retain(Set.of(), "8");
        assertThat(labelled.get(A)).isNull();
        assertThat(told).containsExactly("ADDED a@1", "DELETED a@2", "ADDED a@4", "DELETED a@8");
    }

    @Test
    void anObjectStaysUntilTheLastSourceReportsThatItIsGone() {
        var both = store(Selection.ALL.labelled("app"), Selection.ALL.labelled("web"));
        var app = both.sources().get(0);
        var web = both.sources().get(1);
        app.report(object("a", 1, "app"), true);
        web.report(object("a", 2, "web"), false);
        app.reportDeleted(object("a", 2, "app"));
        assertThat(both.get(A)).isNotNull();
        web.reportDeleted(object("a", 3, "web"));
        assertThat(both.get(A)).isNull();
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@2", "DELETED a@3");
    }

    @Test
    void aSourceThatIsBehindDoesNotBringBackWhatAnotherSawGo() {
        var both = store(Selection.ALL.labelled("app"), Selection.ALL.labelled("web"));
        var app = both.sources().get(0);
        var web = both.sources().get(1);
        app.report(object("a", 1, "app"), false);
        app.reportDeleted(object("a", 7, "app"));
        web.report(object("a", 1, "app"), false);
        assertThat(both.get(A)).isNull();
        web.report(object("a", 7, "web"), false);
        assertThat(both.get(A)).isNotNull();
        assertThat(told).containsExactly("ADDED a@1", "DELETED a@7", "ADDED a@7");
    }

    @Test
    void aSourceThatIsStuckKeepsNoDeletionsOfOtherNamespacesInMemory() {
        var three = store(
                Selection.in("stuck"),
                Selection.in("n").labelled("app"),
                Selection.in("n").labelled("web"));
        var stuck = three.sources().get(0);
        var app = three.sources().get(1);
        var web = three.sources().get(2);
        stuck.reportedUpTo("1");
        for (int version = 10; version < 1000; version += 10) {
            app.report(object("app-" + version, version, "app"), false);
            app.reportDeleted(object("app-" + version, version + 1, "app"));
        }
        assertThat(three.leftovers()).isEqualTo(99); // until the other source of the namespace has passed them
        app.reportedUpTo("1000");
        web.reportedUpTo("1000");
        assertThat(three.leftovers()).isZero();
        var alone = store(Selection.in("stuck"), Selection.in("n"));
        alone.sources().getFirst().reportedUpTo("1");
        alone.sources().getLast().report(object("a", 10), false);
        alone.sources().getLast().reportDeleted(object("a", 11));
        assertThat(alone.leftovers()).isZero();
    }

    @Test
    void aFunctionThatFailsKeepsNothingOut() {
        var fails = Index.of("fails", object -> {
            throw new IllegalStateException(object.header().key().name());
        });
        store.index(fails);
        store.index(Index.label("app"));
        source.report(object("a", 1, "app"), false);
        assertThat(store.select(Selector.by(Index.label("app"), "web"))).hasSize(1);
        assertThat(store.select(Selector.by(fails, "a"))).isEmpty();
        source.reportDeleted(object("a", 2, "app"));
        assertThat(store.leftovers()).isZero();
    }

    private String version() {
        var object = store.get(A);
        return object == null ? "" : object.header().resourceVersion();
    }

    private static RawObject object(String name, int version) {
        return object(name, version, "other");
    }

    private static RawObject object(String name, int version, String label) {
        return RawObject.of(
                "{\"metadata\":{\"namespace\":\"n\",\"name\":\"%s\",\"resourceVersion\":\"%d\",\"labels\":{\"%s\":\"web\"}}}"
                        .formatted(name, version, label)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
