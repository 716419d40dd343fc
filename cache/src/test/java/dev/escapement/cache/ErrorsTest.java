package dev.escapement.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.Selection;
import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.cache.Scripted.end;
import static dev.escapement.cache.Scripted.frame;
import static org.assertj.core.api.Assertions.assertThat;

/** What nobody expects to be thrown, and what cannot be read, does not end a reflector. */
@Timeout(60)
class ErrorsTest {
    private final Scripted scripted = new Scripted();

    @AfterEach
    void close() {
        scripted.close();
    }

    @Test
    void anErrorInTheStoreIsAFailureAfterWhichTheChangeComesAgain() {
        var left = new AtomicInteger(3);
        var store = new Store(Scripted.MAPS, List.of(Selection.ALL), change -> {
            scripted.told.add(change.type() + " " + change.key().name());
            if (left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("for a test");
            }
        });
        for (int i = 0; i < 4; i++) {
            scripted.thenOpen(frame("ADDED", "a", 3), frame("ADDED", "b", 4), end(5));
        }
        try (var reflector = new Reflector(
                scripted.client,
                scripted.clock,
                Scripted.MAPS,
                Selection.ALL,
                store.sources().getFirst())) {
            reflector.start();
            reflector.synced().join();
            assertThat(store.size()).isEqualTo(2);
            assertThat(scripted.requests).containsExactly("watch-list", "watch-list", "watch-list");
        }
    }

    @Test
    void anErrorInWhatIsDoneAboutAFailureIsAFailureToo() {
        var left = new AtomicInteger(1);
        var store = new Store(Scripted.MAPS, List.of(Selection.ALL), change -> {
            if (change.type() == Change.Type.DELETED && left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("for a test");
            }
        });
        scripted.thenEnding(frame("ADDED", "a", 3), frame("ADDED", "b", 4), end(5));
        for (int i = 0; i < 20; i++) {
            scripted.then(Answer.refusal(404, "NotFound"));
        }
        try (var reflector = new Reflector(
                scripted.client,
                scripted.clock,
                Scripted.MAPS,
                Selection.ALL,
                store.sources().getFirst())) {
            reflector.start();
            scripted.awaitRequests(22);
            assertThat(store.size()).isZero();
            assertThat(reflector.isDead()).isFalse();
        }
    }

    @Test
    void aListenerThatThrowsHearsItAgainAndTheWatchGoesOn() {
        var left = new AtomicInteger(1);
        scripted.informer.listen(change -> {
            if (left.getAndDecrement() > 0) {
                throw new StackOverflowError("for a test");
            }
            scripted.told.add("second " + change.key().name());
        });
        scripted.thenOpen(frame("ADDED", "a", 3), end(5)).start();
        scripted.informer.synced().join();
        scripted.open.getFirst().send(frame("ADDED", "b", 6));
        scripted.clock.virtual.advance(Listeners.AGAIN);
        assertThat(scripted.told).containsExactly("ADDED a", "ADDED b", "second a", "second b");
        assertThat(scripted.requests).containsExactly("watch-list");
    }

    @Test
    void whatIsNoFrameIsAFailureAndAskedForAgain() {
        scripted.thenOpen(end(5)).thenOpen("<html>a proxy's page</html>").thenOpen(frame("ADDED", "a", 6));
        scripted.start();
        scripted.informer.synced().join();
        scripted.clock.virtual.advance(Following.LASTING);
        scripted.open.getFirst().end();
        scripted.awaitRequests(2);
        Await.until("it is given up", () -> {
            scripted.clock.virtual.advance(Reflector.SILENCE);
            return scripted.names().equals(List.of("a"));
        });
        assertThat(scripted.requests).startsWith("watch-list", "watch 5", "watch 5");
    }
}
