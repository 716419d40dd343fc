package dev.escapement.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreTest {
    private static final ObjectKey A = new ObjectKey("n", "a");

    private final List<String> told = new ArrayList<>();
    private final Object me = new Object();
    private final Store store = new Store(new Kind("", "v1", "ConfigMap", "configmaps", true), change -> {
        if (change.writer() != me) {
            told.add(change.type() + " " + change.key().name() + "@" + change.version());
        }
    });

    @Test
    void tellsOfWhatIsReported() {
        store.report(object("a", 1), true);
        store.report(object("a", 2), false);
        store.reportDeleted(object("a", 3));
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@2", "DELETED a@3");
        assertThat(store.get(A)).isNull();
    }

    @Test
    void tellsNothingOfAReplay() {
        store.report(object("a", 5), false);
        store.report(object("a", 4), false);
        store.report(object("a", 5), true);
        store.reportDeleted(object("b", 3));
        assertThat(told).containsExactly("ADDED a@5");
        assertThat(version()).isEqualTo("5");
    }

    @Test
    void anOwnWriteIsVisibleAtOnceAndItsEchoIsNoChange() {
        store.report(object("a", 1), false);
        store.wrote(object("a", 2), true, me);
        assertThat(version()).isEqualTo("2");
        store.report(object("a", 2), false);
        assertThat(told).containsExactly("ADDED a@1");
        store.report(object("a", 3), false);
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@3");
    }

    @Test
    void anotherWriterOfThisOperatorIsToldOfWhatItDidNotWrite() {
        var other = new Object();
        store.wrote(object("a", 1), true, other);
        store.report(object("a", 1), false);
        store.wrote(object("a", 2), true, other);
        store.report(object("a", 2), false);
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@2");
    }

    @Test
    void severalOwnWritesHaveSeveralEchoes() {
        store.report(object("a", 1), false);
        store.wrote(object("a", 2), true, me);
        store.wrote(object("a", 3), true, me);
        store.report(object("a", 2), false);
        store.report(object("a", 3), false);
        assertThat(told).containsExactly("ADDED a@1");
    }

    @Test
    void aForeignWriteBeforeAnOwnOneIsToldAndDoesNotTurnTimeBack() {
        store.report(object("a", 1), false);
        store.wrote(object("a", 3), true, me);
        store.report(object("a", 2), false);
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@2");
        assertThat(version()).isEqualTo("3");
        store.report(object("a", 3), false);
        assertThat(told).hasSize(2);
    }

    @Test
    void aListProvesNothingOfWhatWasBetween() {
        store.report(object("a", 1), false);
        store.wrote(object("a", 3), true, me);
        store.report(object("a", 3), true);
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@3");
    }

    @Test
    void aCreatedObjectIsVisibleBeforeItIsReported() {
        store.reportedUpTo("10");
        store.wrote(object("a", 11), true, me);
        assertThat(version()).isEqualTo("11");
        store.report(object("a", 11), false);
        assertThat(told).isEmpty();
    }

    @Test
    void aLateAnswerDoesNotBringADeletedObjectBack() {
        store.report(object("a", 1), false);
        store.reportDeleted(object("a", 5));
        store.wrote(object("a", 4), true, me);
        assertThat(store.get(A)).isNull();
    }

    @Test
    void aDeletionOfAnEarlierLifeLeavesWhatWasMadeSince() {
        store.report(object("a", 1), false);
        store.wrote(object("a", 6), true, me);
        store.reportDeleted(object("a", 5));
        assertThat(version()).isEqualTo("6");
        assertThat(told).containsExactly("ADDED a@1", "CHANGED a@5");
    }

    @Test
    void aRelistFindsWhatWasDeletedMeanwhile() {
        store.report(object("a", 1), false);
        store.report(object("b", 2), false);
        store.wrote(object("c", 20), true, me);
        store.report(object("b", 9), true);
        store.retain(Set.of(new ObjectKey("n", "b")), "10");
        assertThat(told).containsExactly("ADDED a@1", "ADDED b@2", "CHANGED b@9", "DELETED a@10");
        assertThat(store.keys()).containsExactlyInAnyOrder(new ObjectKey("n", "b"), new ObjectKey("n", "c"));
    }

    @Test
    void whatIsNotSelectedIsNotTakenIn() {
        store.wrote(object("a", 11), false, me);
        assertThat(store.get(A)).isNull();
    }

    private String version() {
        var object = store.get(A);
        return object == null ? "" : object.header().resourceVersion();
    }

    private static RawObject object(String name, int version) {
        return RawObject.of("{\"metadata\":{\"namespace\":\"n\",\"name\":\"%s\",\"resourceVersion\":\"%d\"}}"
                .formatted(name, version)
                .getBytes(StandardCharsets.UTF_8));
    }
}
