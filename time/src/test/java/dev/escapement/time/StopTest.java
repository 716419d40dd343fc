package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class StopTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Stop stop = Stop.create(clock);
    private final List<String> ran = new CopyOnWriteArrayList<>();

    @Test
    void theFirstReasonStays() {
        assertThat(stop.isRequested()).isFalse();
        assertThat(stop.reason()).isEmpty();
        stop.throwIfRequested();
        assertThat(stop.request("first")).isTrue();
        assertThat(stop.request("second")).isFalse();
        assertThat(stop.reason()).hasValue(Reason.cancelled("first"));
    }

    @Test
    void theExceptionTellsTheReason() {
        var cause = new IllegalStateException("broken");
        stop.request(Reason.cancelled("a worker failed", cause));
        assertThatThrownBy(stop::throwIfRequested)
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped: a worker failed")
                .hasCause(cause)
                .satisfies(e -> assertThat(((StoppedException) e).reason())
                        .isEqualTo(new Reason.Cancelled("a worker failed", cause)));
    }

    @Test
    void childrenFollowTheirParentForItsReasonButNotTheOtherWayRound() {
        var child = stop.child();
        var other = stop.child();
        var grandchild = child.child();
        child.request("child");
        assertThat(grandchild.reason()).isEqualTo(child.reason());
        assertThat(stop.isRequested()).isFalse();
        stop.request("parent");
        assertThat(other.reason()).hasValue(Reason.cancelled("parent"));
        assertThat(child.reason()).hasValue(Reason.cancelled("child"));
        assertThat(stop.child().reason()).hasValue(Reason.cancelled("parent"));
    }

    @Test
    void aDeadlineRequestsItForAReasonOfItsOwn() {
        var limit = Deadline.after(clock, ofSeconds(5));
        var limited = stop.until(limit);
        var below = limited.until(Deadline.after(clock, ofSeconds(60)));
        clock.advance(ofSeconds(4));
        assertThat(below.isRequested()).isFalse();
        clock.advance(ofSeconds(1));
        assertThat(below.isRequested()).isTrue();
        assertThat(limited.reason()).hasValue(new Reason.DeadlinePassed(limit));
        assertThat(limited.request("too late")).isFalse();
        assertThat(stop.isRequested()).isFalse();
        assertThat(below.deadline()).isSameAs(limit);
    }

    @Test
    void aDeadlineInThePastMeansNow() {
        assertThat(stop.until(Deadline.after(clock, ofSeconds(-1))).isRequested())
                .isTrue();
    }

    @Test
    void aDeadlineRunsTheCallbacksBelowItWithoutBeingAsked() {
        stop.until(Deadline.after(clock, ofSeconds(5))).child().onStop(() -> ran.add("callback"));
        clock.advance(ofSeconds(5));
        assertThat(ran).containsExactly("callback");
    }

    @Test
    void aRequestWakesASleeperAtOnce() throws Exception {
        var slept = sleeping(stop.child(), Duration.ofDays(1));
        clock.awaitPending(1);
        stop.request("wake up");
        assertThat(slept.get()).isTrue();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void aSleepEndsWhenItsTimeHasPassed() throws Exception {
        var slept = sleeping(stop, ofSeconds(2));
        clock.awaitPending(1);
        clock.advance(ofSeconds(2));
        assertThat(slept.get()).isFalse();
        assertThat(stop.await(ZERO)).isFalse();
        assertThat(stop.await(ofSeconds(-1))).isFalse();
    }

    @Test
    void aSleepEndsAtTheDeadline() throws Exception {
        var slept = sleeping(stop.until(Deadline.after(clock, ofSeconds(2))), ofSeconds(60));
        clock.awaitPending(1);
        clock.advance(ofSeconds(2));
        assertThat(slept.get()).isTrue();
    }

    @Test
    void anInterruptEndsASleepAlsoIfItCameBefore() {
        stop.request("it is looked for after the interrupt");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> stop.await(ofSeconds(1))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void callbacksRunOnceInOrderUnlessTheyAreRemoved() {
        stop.onStop(() -> ran.add("first"));
        var removed = stop.onStop(() -> ran.add("removed"));
        var second = stop.onStop(() -> ran.add("second"));
        assertThat(removed.remove()).isTrue();
        assertThat(removed.remove()).isFalse();
        stop.request("now");
        assertThat(second.remove()).isFalse();
        stop.onStop(() -> ran.add("at once"));
        assertThat(ran).containsExactly("first", "second", "at once");
    }

    @Test
    void aCallbackThatThrowsHurtsNobodyAndIsNotSilent() throws Exception {
        var uncaught = new ArrayList<Throwable>();
        var thread = Thread.ofVirtual()
                .uncaughtExceptionHandler((_, e) -> uncaught.add(e))
                .start(() -> {
                    stop.onStop(() -> {
                        throw new IllegalStateException("broken");
                    });
                    stop.onStop(() -> ran.add("callback"));
                    stop.child().onStop(() -> ran.add("child"));
                    stop.request("now");
                });
        thread.join();
        assertThat(ran).containsExactly("callback", "child");
        assertThat(uncaught).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCallbackMayUseTheStop() {
        stop.onStop(() -> {
            ran.add(stop.reason().orElseThrow().why());
            stop.onStop(() -> ran.add("nested"));
            assertThat(stop.request("again")).isFalse();
        });
        stop.request("now");
        assertThat(ran).containsExactly("now", "nested");
    }

    @Test
    void aClosedChildIsRequestedAndForgottenByItsParent() {
        for (int i = 0; i < 1000; i++) {
            try (var child = stop.until(Deadline.after(clock, ofSeconds(60)))) {
                child.onStop(() -> ran.add("closed"));
            }
            stop.child().request("done");
        }
        assertThat(ran).hasSize(1000);
        assertThat(stop.listening()).isZero();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void oneThatIsNeverRequestedHasChildrenThatAre() {
        var never = Stop.never(clock);
        assertThatThrownBy(() -> never.request("no")).isInstanceOf(UnsupportedOperationException.class);
        never.close();
        assertThat(never.isRequested()).isFalse();
        assertThat(never.child().request("yes")).isTrue();
    }

    private static CompletableFuture<Boolean> sleeping(Stop stop, Duration duration) {
        var slept = new CompletableFuture<Boolean>();
        Thread.startVirtualThread(() -> {
            try {
                slept.complete(stop.await(duration));
            } catch (InterruptedException e) {
                slept.completeExceptionally(e);
            }
        });
        return slept;
    }
}
