package dev.escapement.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.cache.Scripted.end;
import static dev.escapement.cache.Scripted.frame;
import static org.assertj.core.api.Assertions.assertThat;

/** A server whose data was restored from an older state, and which gives the same versions to other states since. */
@Timeout(60)
class RestoredServerTest {
    private static final ObjectKey A = new ObjectKey("n", "a");
    private static final ObjectKey B = new ObjectKey("n", "b");

    private final List<String> told = new ArrayList<>();
    private final Store store = store(Selection.ALL);
    private final Source source = store.sources().getFirst();

    private Store store(Selection... selections) {
        return new Store(
                Scripted.MAPS,
                List.of(selections),
                change -> told.add(change.type() + " " + change.key().name() + "@" + change.version()));
    }

    @Test
    void whatItListsIsTakenThoughItIsOlder() {
        source.report(object("a", 45, "lost"), false);
        source.report(object("b", 38, "kept"), false);
        source.wentBack();
        source.report(object("a", 40, "restored"), true);
        source.report(object("b", 38, "kept"), true);
        source.retain(Set.of(A, B), "41");
        assertThat(told).containsExactly("ADDED a@45", "ADDED b@38", "CHANGED a@40");
        assertThat(held(A)).isEqualTo("restored");
        source.report(object("a", 42, "later"), false);
        assertThat(held(A)).isEqualTo("later");
    }

    @Test
    void aVersionThatWasGivenTwiceIsNotTakenForTheSame() {
        source.report(object("a", 45, "lost"), false);
        source.wentBack();
        source.report(object("a", 45, "other"), true);
        source.retain(Set.of(A), "46");
        assertThat(told).containsExactly("ADDED a@45", "CHANGED a@45");
        assertThat(held(A)).isEqualTo("other");
    }

    @Test
    void ownWritesThatAreLostAreForgotten() {
        source.report(object("a", 40, "first"), false);
        store.wrote(object("a", 45, "lost"), this);
        store.wrote(object("b", 46, "lost"), this);
        source.wentBack();
        source.report(object("a", 40, "first"), true);
        source.retain(Set.of(A), "41");
        assertThat(told).containsExactly("ADDED a@40", "CHANGED a@40", "DELETED b@41");
        assertThat(held(A)).isEqualTo("first");
        source.report(object("a", 45, "somebody else's"), false);
        assertThat(told).last().isEqualTo("CHANGED a@45");
    }

    @Test
    void whatIsWrittenAfterwardsIsReadAtOnce() {
        source.reportedUpTo("50");
        source.report(object("a", 45, "lost"), false);
        source.wentBack();
        store.wrote(object("b", 42, "new"), this);
        source.report(object("a", 40, "restored"), true);
        source.retain(Set.of(A), "41");
        store.wrote(object("a", 43, "newer"), this);
        assertThat(held(A)).isEqualTo("newer");
        assertThat(held(B)).isEqualTo("new");
    }

    @Test
    void whatWasWrittenAfterTheListWasMadeIsNotTurnedBack() {
        source.report(object("a", 45, "lost"), false);
        source.wentBack();
        store.wrote(object("a", 46, "new"), this);
        source.report(object("a", 44, "before it"), true);
        source.retain(Set.of(A), "45");
        assertThat(held(A)).isEqualTo("new");
    }

    @Test
    void aServerThatIsOnlyBehindForAMomentTurnsNothingBackLater() {
        source.report(object("a", 45, "kept"), false);
        source.wentBack();
        source.report(object("a", 45, "kept"), true);
        source.retain(Set.of(A), "45");
        source.report(object("a", 44, "a replay"), false);
        assertThat(held(A)).isEqualTo("kept");
        assertThat(told).containsExactly("ADDED a@45");
    }

    @Test
    void whatAnotherSourceSawGoIsTakenInAgain() {
        var both = store(Selection.ALL.labelled("x"), Selection.ALL.labelled("y"));
        var x = both.sources().getFirst();
        var y = both.sources().getLast();
        x.report(object("a", 45, "lost"), false);
        x.reportDeleted(object("a", 47, "lost"));
        x.wentBack();
        y.wentBack();
        y.report(object("a", 40, "restored"), true);
        assertThat(both.get(A)).isNotNull();
    }

    @Test
    void aWatchThatIsRefusedIsFollowedByAListOfEverything() {
        try (var scripted = new Scripted()) {
            begin(scripted).then(Scripted.tooLarge());
            thenOlder(scripted);
            scripted.open.getFirst().end();
            awaitOlder(scripted);
            assertThat(scripted.requests).containsExactly("watch-list", "watch 50", "watch-list");
        }
    }

    @Test
    void aWatchOfWhichNothingComesIsLookedIntoAsServersSayNothingOfAFutureVersion() {
        try (var scripted = new Scripted()) {
            begin(scripted).thenOpen();
            thenOlder(scripted);
            scripted.reached = 41;
            scripted.open.getFirst().fail();
            Await.until(
                    "it is watched from where it stopped",
                    () -> scripted.open.size() == 2 && scripted.open.get(1).isRead());
            Await.until("it is asked as often as a read is, and read anew", () -> {
                scripted.clock.virtual.advance(Duration.ofMillis(200));
                return scripted.requests.size() == 3;
            });
            awaitOlder(scripted);
            assertThat(scripted.asked).hasValue(3);
            assertThat(scripted.requests).containsExactly("watch-list", "watch 50", "watch-list");
        }
    }

    @Test
    void aServerThatHasComeAsFarIsAskedOnce() {
        try (var scripted = new Scripted()) {
            begin(scripted).thenOpen();
            scripted.open.getFirst().fail();
            Await.until(
                    "it is watched from where it stopped",
                    () -> scripted.open.size() == 2 && scripted.open.get(1).isRead());
            for (int i = 0; i < 60; i++) {
                scripted.clock.virtual.advance(Duration.ofSeconds(1));
            }
            assertThat(scripted.requests).containsExactly("watch-list", "watch 50");
            Await.until("it is asked", () -> scripted.asked.get() == 1);
        }
    }

    private static Scripted begin(Scripted scripted) {
        scripted.thenOpen(frame("ADDED", "a", 45), frame("ADDED", "b", 47), end(50))
                .start()
                .awaitRequests(1);
        scripted.awaitSynced();
        scripted.clock.virtual.advance(Following.LASTING.multipliedBy(2));
        return scripted;
    }

    private static void thenOlder(Scripted scripted) {
        scripted.thenOpen(frame("ADDED", "a", 40), end(41), frame("MODIFIED", "a", 42));
    }

    private static void awaitOlder(Scripted scripted) {
        Await.until("it is read anew", () -> version(scripted).equals("42"));
        assertThat(scripted.told).containsExactly("ADDED a", "ADDED b", "CHANGED a", "DELETED b", "CHANGED a");
    }

    private static String version(Scripted scripted) {
        return scripted.informer.get(A).orElseThrow().header().resourceVersion();
    }

    private String held(ObjectKey key) {
        return store.get(key).header().labels().get("is");
    }

    private static RawObject object(String name, int version, String is) {
        return RawObject.of(
                "{\"metadata\":{\"namespace\":\"n\",\"name\":\"%s\",\"resourceVersion\":\"%d\",\"labels\":{\"is\":\"%s\"}}}"
                        .formatted(name, version, is)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
