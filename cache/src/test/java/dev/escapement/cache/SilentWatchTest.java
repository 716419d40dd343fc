package dev.escapement.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.cache.Scripted.bookmark;
import static dev.escapement.cache.Scripted.end;
import static dev.escapement.cache.Scripted.frame;
import static dev.escapement.cache.Scripted.list;
import static dev.escapement.cache.Scripted.object;
import static org.assertj.core.api.Assertions.assertThat;

/** Watches and watch-lists of which nothing is heard, or not what has to come. */
@Timeout(60)
class SilentWatchTest {
    private final Scripted scripted = new Scripted();

    @AfterEach
    void close() {
        scripted.close();
    }

    @Test
    void aWatchListThatIsNeverCompletedIsReplacedByLists() {
        scripted.thenOpen(frame("ADDED", "a", 3))
                .then(list(9, "", object("a", 3), object("b", 4)))
                .start()
                .awaitRequests(1);
        pass(Reflector.INCOMPLETE);
        scripted.awaitRequests(3);
        assertThat(scripted.requests).containsExactly("watch-list", "list", "watch 9");
        assertThat(scripted.informer.synced()).isCompleted();
        assertThat(scripted.names()).containsExactly("a", "b");
    }

    @Test
    void aWatchListThatEndsEarlyIsTriedOnceMoreAfterAPause() {
        scripted.thenEnding(frame("ADDED", "a", 3))
                .thenEnding(frame("ADDED", "a", 3))
                .then(list(9, "", object("a", 3)))
                .start()
                .awaitRequests(4);
        assertThat(scripted.requests).containsExactly("watch-list", "watch-list", "list", "watch 9");
        assertThat(scripted.clock.slept).hasSize(1);
        assertThat(scripted.clock.slept.getFirst()).isGreaterThanOrEqualTo(Duration.ofMillis(800));
    }

    @Test
    void aWatchListThatGoesOnBringingObjectsIsLeftToIt() {
        scripted.thenOpen().start().awaitRequests(1);
        Await.until("it is open", () -> scripted.open.size() == 1);
        for (int i = 1; i <= 20; i++) {
            scripted.open.getFirst().send(frame("ADDED", "a" + i, i));
            pass(Duration.ofSeconds(9));
        }
        scripted.open.getFirst().send(end(20));
        scripted.awaitSynced();
        assertThat(scripted.requests).containsExactly("watch-list");
        assertThat(scripted.informer.size()).isEqualTo(20);
    }

    @Test
    void aWatchWithoutBookmarksIsReplacedAfterALongSilence() {
        scripted.thenOpen(end(5)).start();
        scripted.awaitSynced();
        pass(Reflector.SILENCE.minusSeconds(1));
        assertThat(scripted.requests).hasSize(1);
        pass(Duration.ofSeconds(1));
        scripted.awaitRequests(2);
        assertThat(scripted.requests).containsExactly("watch-list", "watch 5");
    }

    @Test
    void aWatchWhoseBookmarkIsMissingIsReplacedSooner() {
        scripted.thenOpen(end(5)).start();
        scripted.awaitSynced();
        pass(Duration.ofSeconds(60));
        scripted.open.getFirst().send(bookmark(6));
        scripted.open.getFirst().fail();
        scripted.awaitRequests(2);
        Await.until(
                "it is open",
                () -> scripted.open.size() == 2 && scripted.open.get(1).isRead());
        pass(Reflector.BOOKMARK_MISSING);
        scripted.awaitRequests(3);
        assertThat(scripted.requests).containsExactly("watch-list", "watch 6", "watch 6");
    }

    @Test
    void aWatchThatIsNotEvenAcceptedIsTriedAgain() {
        scripted.thenOpen(end(5)).then(Answer.nothing()).start();
        scripted.awaitSynced();
        scripted.open.getFirst().fail();
        scripted.awaitRequests(2);
        for (int i = 0; i < 40 && scripted.requests.size() < 3; i++) {
            pass(Duration.ofSeconds(5));
        }
        scripted.awaitRequests(3);
        assertThat(scripted.requests).containsExactly("watch-list", "watch 5", "watch 5");
    }

    @Test
    void aSlowListenerIsNoSilenceAndHearsOneThingAtATime() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        scripted.informer.listen(_ -> {
            begun.countDown();
            scripted.told.add("slow");
            awaitUninterruptibly(release);
            scripted.told.add("done");
        });
        scripted.thenOpen(end(5)).start();
        scripted.awaitSynced();
        var sender = Thread.startVirtualThread(() -> {
            scripted.open.getFirst().send(frame("ADDED", "a", 6));
            scripted.open.getFirst().send(frame("ADDED", "b", 7));
        });
        begun.await();
        pass(Duration.ofMinutes(20));
        assertThat(scripted.requests).hasSize(1);
        release.countDown();
        sender.join();
        assertThat(scripted.told).isEqualTo(List.of("ADDED a", "slow", "done", "ADDED b", "slow", "done"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass(Duration time) {
        scripted.clock.virtual.advance(time);
    }
}
