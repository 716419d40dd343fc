package dev.escapement.cache;

import java.time.Duration;
import java.util.List;

import dev.escapement.client.ApiException;
import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.cache.Scripted.bookmark;
import static dev.escapement.cache.Scripted.end;
import static dev.escapement.cache.Scripted.frame;
import static dev.escapement.cache.Scripted.gone;
import static dev.escapement.cache.Scripted.list;
import static dev.escapement.cache.Scripted.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a reflector asks for, and when, after each way in which a watch can fail. */
@Timeout(60)
class WatchFailuresTest {
    private final Scripted scripted = new Scripted();

    @AfterEach
    void close() {
        scripted.close();
    }

    @Test
    void aBrokenWatchIsResumedWhereItStopped() {
        scripted.thenOpen(frame("ADDED", "a", 3), end(5)).thenOpen().start();
        scripted.awaitRequests(1);
        Await.until("it is synced", () -> scripted.informer.synced().isDone());
        scripted.open.getFirst().send(frame("MODIFIED", "a", 7));
        scripted.open.getFirst().send("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"na");
        scripted.open.getFirst().end();
        scripted.awaitRequests(2);
        assertThat(scripted.requests).containsExactly("watch-list", "watch 7");
        assertThat(scripted.clock.slept).hasSize(1).allMatch(pause -> pause.compareTo(Pauses.SPREAD) < 0);
    }

    @Test
    void aConnectionThatBreaksAgainAndAgainIsTriedLessAndLessOften() {
        scripted.thenOpen(end(5));
        for (int i = 0; i < 12; i++) {
            scripted.thenBroken();
        }
        scripted.start().awaitRequests(1);
        Await.until("it is synced", () -> scripted.informer.synced().isDone());
        scripted.open.getFirst().fail();
        scripted.awaitRequests(14);
        assertThat(scripted.clock.slept.getFirst()).isLessThan(Pauses.SPREAD);
        assertBetween(scripted.clock.slept.get(1), 100, 200);
        assertBetween(scripted.clock.slept.get(4), 800, 1600);
        assertBetween(scripted.clock.slept.get(11), 10_000, 20_000);
    }

    @Test
    void aServerThatIsAwayIsProbedAndNotWatched() {
        scripted.thenOpen(end(5)).start().awaitRequests(1);
        Await.until("it is synced", () -> scripted.informer.synced().isDone());
        scripted.ready = false;
        scripted.open.getFirst().fail();
        Await.until("it was probed often", () -> scripted.clock.slept.size() > 200);
        assertThat(scripted.requests).hasSize(1);
        assertThat(scripted.clock.slept)
                .allMatch(pause -> pause.toMillis() >= 50 && pause.compareTo(Duration.ofMillis(1500)) <= 0);
        scripted.ready = true;
        scripted.awaitRequests(2);
        assertThat(scripted.requests).last().isEqualTo("watch 5");
    }

    @Test
    void aServerThatRefusesIsLeftInPeaceLongerAndLonger() {
        scripted.thenOpen(end(5));
        for (int i = 0; i < 8; i++) {
            scripted.then(Answer.refusal(i % 2 == 0 ? 500 : 503, "Unwell"));
        }
        scripted.start().awaitRequests(1);
        endLasting(0);
        scripted.awaitRequests(10);
        var pauses = scripted.clock.slept.subList(1, 9);
        assertBetween(pauses.getFirst(), 800, 1600);
        assertBetween(pauses.get(1), 1600, 3200);
        assertBetween(pauses.get(7), 30_000, 60_000);
    }

    @Test
    void aServerSaysItselfWhenToComeAgain() {
        scripted.thenOpen(end(5)).then(Answer.refusal(429, "TooManyRequests").retryAfter(7));
        scripted.start().awaitRequests(1);
        endLasting(0);
        scripted.awaitRequests(3);
        assertBetween(scripted.clock.slept.get(1), 7000, 7100);
    }

    @Test
    void aServerThatAsksForADayIsAskedAgainWithinAMinute() {
        scripted.thenOpen(end(5)).then(Answer.refusal(429, "TooManyRequests").retryAfter(86_400));
        scripted.start().awaitRequests(1);
        endLasting(0);
        scripted.awaitRequests(3);
        assertBetween(scripted.clock.slept.get(1), 60_000, 60_100);
    }

    @Test
    void whatWasDeletedBeforeAListIsFoundToBeDeleted() {
        scripted.thenOpen(frame("ADDED", "a", 1), frame("ADDED", "b", 2), end(5))
                .then(gone())
                .thenOpen(frame("ADDED", "b", 2), frame("ADDED", "c", 8), end(9))
                .start()
                .awaitRequests(1);
        endLasting(0);
        scripted.awaitRequests(3);
        Await.until("the new list is in", () -> scripted.names().equals(List.of("b", "c")));
        assertThat(scripted.told).containsExactly("ADDED a", "ADDED b", "ADDED c", "DELETED a");
        assertThat(scripted.requests).containsExactly("watch-list", "watch 5", "watch-list");
    }

    @Test
    void aPositionThatIsAlwaysTooOldIsNoReasonToHurry() {
        for (int i = 0; i < 5; i++) {
            scripted.thenEnding(end(5)).then(gone());
        }
        scripted.start().awaitRequests(10);
        assertThat(scripted.clock.slept.stream().map(Duration::toMillis).filter(ms -> ms >= 800))
                .hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void pagesThatTookTooLongAreReadInOne() {
        scripted.then(Answer.refusal(400, "BadRequest"))
                .then(list(4, "more", object("a", 1)))
                .then(gone())
                .then(list(9, "", object("b", 8)))
                .start()
                .awaitRequests(5);
        assertThat(scripted.requests).containsExactly("watch-list", "list", "list on", "list whole", "watch 9");
        assertThat(scripted.names()).containsExactly("b");
        assertThat(scripted.clock.slept).isEmpty();
    }

    @Test
    void aWatchThatIsEndedAtOnceIsNotOpenedAgainAtOnce() {
        scripted.thenOpen(end(5))
                .thenEnding(bookmark(6))
                .thenEnding(bookmark(7))
                .start()
                .awaitRequests(1);
        endLasting(0);
        scripted.awaitRequests(4);
        assertThat(scripted.requests).containsExactly("watch-list", "watch 5", "watch 6", "watch 7");
        assertBetween(scripted.clock.slept.get(1), 800, 1600);
        assertBetween(scripted.clock.slept.get(2), 1600, 3200);
    }

    @Test
    void aWatchThatHasLastedMakesTheNextFailureTheFirst() {
        scripted.thenOpen(end(5)).thenEnding().thenEnding().thenOpen().start().awaitRequests(1);
        endLasting(0);
        scripted.awaitRequests(4);
        endLasting(3);
        scripted.awaitRequests(5);
        assertThat(scripted.clock.slept)
                .last()
                .satisfies(pause -> assertThat(pause).isLessThan(Pauses.SPREAD));
    }

    @Test
    void aFailureThatWaitingDoesNotMendIsToldToWhoeverWaitsForTheFirstList() {
        scripted.then(Answer.refusal(403, "Forbidden")).start().awaitRequests(2);
        assertThatThrownBy(() -> scripted.informer.synced().join()).hasCauseInstanceOf(ApiException.class);
    }

    /** Ends an open watch after it has lasted, which is followed by a short pause. */
    private void endLasting(int watch) {
        Await.until("it is synced", () -> scripted.informer.synced().isDone());
        Await.until("the watch is open", () -> scripted.open.size() > watch);
        scripted.clock.virtual.advance(Following.LASTING.multipliedBy(2));
        scripted.open.get(watch).end();
    }

    private static void assertBetween(Duration pause, long fromMillis, long toMillis) {
        assertThat(pause).isBetween(Duration.ofMillis(fromMillis), Duration.ofMillis(toMillis));
    }
}
