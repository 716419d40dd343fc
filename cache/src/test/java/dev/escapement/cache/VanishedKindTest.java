package dev.escapement.cache;

import java.time.Duration;
import java.util.List;

import dev.escapement.client.RawObject;
import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.cache.Scripted.end;
import static dev.escapement.cache.Scripted.frame;
import static dev.escapement.cache.Scripted.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Kinds that are no longer served, and permissions that are taken away, and that both come back. */
@Timeout(60)
class VanishedKindTest {
    private static final int MANY = 20;

    private final Scripted scripted = new Scripted();

    @AfterEach
    void close() {
        scripted.close();
    }

    @Test
    void allObjectsOfAVanishedKindAreDeletedAndTheNewOnesFoundSoonAfterItsReturn() {
        begin();
        scripted.informer.wrote(RawObject.of(object("mine", 90).getBytes(UTF_8)), null);
        fail(MANY, 404);
        scripted.thenOpen(frame("ADDED", "c", 100), end(101));
        endFirst();
        scripted.awaitRequests(MANY + 2);
        Await.until("it is filled again", () -> scripted.told.contains("ADDED c"));
        assertThat(scripted.told)
                .containsExactlyInAnyOrder("ADDED a", "ADDED b", "DELETED a", "DELETED b", "DELETED mine", "ADDED c")
                .last()
                .isEqualTo("ADDED c");
        assertThat(scripted.clock.slept.subList(1, MANY))
                .allMatch(pause -> pause.toMillis() >= 1000 && pause.toMillis() <= 1500);
        assertThat(scripted.requests.subList(2, MANY + 2)).containsOnly("watch-list");
    }

    @Test
    void aKindThatIsMissingForAMomentLosesNothing() {
        begin();
        fail(3, 404);
        scripted.thenOpen(frame("ADDED", "a", 1), frame("ADDED", "b", 2), end(9));
        endFirst();
        scripted.awaitRequests(5);
        Await.until("it watches", () -> scripted.open.size() == 2);
        assertThat(scripted.told).containsExactly("ADDED a", "ADDED b");
    }

    @Test
    void aKindThatStaysAwayIsAskedForEveryFewSeconds() {
        begin();
        fail(80, 404);
        endFirst();
        scripted.awaitRequests(80);
        assertThat(scripted.clock.slept.subList(65, 75))
                .allMatch(pause ->
                        pause.compareTo(Duration.ofSeconds(5)) >= 0 && pause.compareTo(Duration.ofMillis(7500)) <= 0);
    }

    @Test
    void objectsAreKeptWhilePermissionIsLost() {
        begin();
        fail(MANY, 403);
        fail(2, 401);
        scripted.thenOpen(frame("DELETED", "a", 12));
        endFirst();
        scripted.awaitRequests(MANY + 4);
        Await.until("it watches", () -> scripted.names().equals(List.of("b")));
        assertThat(scripted.told).containsExactly("ADDED a", "ADDED b", "DELETED a");
        assertThat(scripted.requests.subList(1, MANY + 4)).containsOnly("watch 5");
        assertThat(scripted.clock.slept.subList(1, MANY)).allMatch(pause -> pause.toMillis() <= 15_000);
    }

    private void begin() {
        scripted.thenOpen(frame("ADDED", "a", 1), frame("ADDED", "b", 2), end(5))
                .start();
        scripted.informer.synced().join();
    }

    private void fail(int times, int code) {
        for (int i = 0; i < times; i++) {
            scripted.then(Answer.refusal(code, "Scripted"));
        }
    }

    private void endFirst() {
        scripted.clock.virtual.advance(Following.LASTING);
        scripted.open.getFirst().end();
    }
}
