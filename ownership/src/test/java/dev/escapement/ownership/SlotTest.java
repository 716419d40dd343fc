package dev.escapement.ownership;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@OnEachCluster
class SlotTest extends SlotBench {
    @Test
    void aFreeSlotIsTakenAndRenewed() {
        var a = start("a", SHORT);
        await("a works");
        var first = spec();
        assertThat(first.getHolderIdentity()).isEqualTo("a");
        assertThat(first.getLeaseDurationSeconds()).isEqualTo(2);
        assertThat(first.getLeaseTransitions()).isZero();
        Await.until("it is renewed", () -> spec().getRenewTime().isAfter(first.getRenewTime()));
        assertThat(spec().getAcquireTime()).isEqualTo(first.getAcquireTime());
        assertThat(spec().getLeaseTransitions()).isZero();
        assertThat(a.slot.state()).isEqualTo(SlotState.HELD);
        assertThat(notes).containsExactly("a works");
    }

    @Test
    void oneThatIsClosedGivesTheSlotBackAfterItsWorkHasStopped() {
        var a = start("a", LONG);
        await("a works");
        a.slot.close();
        assertThat(notes).containsExactly("a works", "a stops: it is closed");
        assertThat(a.slot.state()).isEqualTo(SlotState.CLOSED);
        assertThat(spec().getHolderIdentity()).isNullOrEmpty();
        assertThat(spec().getLeaseDurationSeconds()).isEqualTo(1);
        a.slot.close(); // again, to no effect
    }

    @Test
    void aSlotThatIsGivenBackGoesToTheNextWithoutWaitingForTheLeaseToEnd() {
        var a = start("a", LONG);
        await("a works");
        var b = start("b", LONG);
        assertThat(b.slot.isHeld()).isFalse();
        a.slot.close();
        await("b works");
        assertThat(notes).containsExactly("a works", "a stops: it is closed", "b works");
        assertThat(spec().getLeaseTransitions()).isEqualTo(1);
        assertThat(b.slot.isHeld()).isTrue();
    }

    @Test
    void manyWhoAskAtOnceWorkOneAfterTheOther() {
        for (int i = 0; i < 5; i++) {
            start("r" + i, LONG);
        }
        for (int i = 1; i <= 5; i++) {
            int turn = i;
            Await.until(
                    "somebody works",
                    () -> notes.stream().filter(n -> n.endsWith("works")).count() == turn
                            && replicas.stream().anyMatch(r -> r.slot.isHeld())); // which it says a moment later
            var holder = replicas.stream().filter(r -> r.slot.isHeld()).toList();
            assertThat(holder).hasSize(1);
            holder.getFirst().slot.close();
        }
        assertThat(notes).hasSize(10).noneMatch(note -> note.endsWith("works too"));
    }

    @Test
    void aHolderThatIsCutOffStopsBeforeAnotherStarts() throws IOException {
        var a = start("a", SHORT);
        await("a works");
        start("b", SHORT);
        a.line.lead(nobody());
        await("b works");
        assertThat(notes).containsExactly("a works", "a stops: it could not be renewed for 1000 ms", "b works");
        a.line.mend();
        Await.until("a waits", () -> a.slot.state() == SlotState.WAITING);
        assertThat(spec().getHolderIdentity()).isEqualTo("b");
    }

    @Test
    void aHolderStopsInTimeEvenIfItsRequestsHang() throws IOException {
        var a = start("a", SHORT);
        await("a works");
        start("b", SHORT);
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            a.line.lead(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            await("b works");
            assertThat(notes).containsExactly("a works", "a stops: it could not be renewed for 1000 ms", "b works");
        }
    }

    @Test
    void aHolderThatWasCutOffTakesTheSlotAgainWhenNobodyElseHas() throws IOException {
        var a = start("a", SHORT);
        await("a works");
        a.line.lead(nobody());
        await("a stops: it could not be renewed for 1000 ms");
        a.line.mend();
        Await.until("a works again", () -> a.slot.isHeld() && notes.size() == 3);
        assertThat(spec().getLeaseTransitions()).isZero();
    }

    @Test
    void aHolderStopsAtOnceWhenSomebodyWritesAnotherNameIntoItsLease() {
        start("a", LONG);
        await("a works");
        lease().edit(lease -> {
            lease.getSpec().setHolderIdentity("thief");
            return lease;
        });
        await("a stops: its Lease now names \"thief\"");
    }

    @Test
    void aLabelOnTheLeaseIsKeptAndDisturbsNobody() {
        var a = start("a", LONG);
        await("a works");
        lease().edit(lease -> {
            lease.getMetadata().setLabels(java.util.Map.of("team", "blue"));
            return lease;
        });
        var before = spec().getRenewTime();
        Await.until("it is renewed", () -> spec().getRenewTime().isAfter(before));
        assertThat(lease().get().getMetadata().getLabels()).containsEntry("team", "blue");
        assertThat(a.slot.isHeld()).isTrue();
        assertThat(notes).containsExactly("a works");
    }

    @Test
    void aLeaseThatIsDeletedStaysWithItsHolder() {
        var a = start("a", LONG);
        await("a works");
        var b = start("b", LONG);
        Await.until("b has seen whose it is, and looks again", () -> b.line.answers() >= 2);
        lease().delete();
        Await.until("it is there again", () -> lease().get() != null);
        assertThat(spec().getHolderIdentity()).isEqualTo("a");
        assertThat(a.slot.isHeld()).isTrue();
        assertThat(notes).containsExactly("a works");
    }

    @Test
    void waitsByItsOwnMonotonicClockHoweverWrongTheWallClocksAre() {
        var past = VirtualClock.at(Instant.parse("1999-01-01T00:00:00Z"));
        var future = VirtualClock.at(Instant.parse("2040-01-01T00:00:00Z"));
        var a = add("a", past, SlotTimes.standard());
        a.slot.start(work("a"));
        await("a works"); // and then its clock, which is all its time, stands still
        var b = add("b", future, SlotTimes.standard());
        b.slot.start(work("b"));
        while (!notes.contains("b works too")) {
            Await.until("b looked", () -> b.line.isQuiet() && future.pending() > 0);
            future.advance(Duration.ofMillis(500));
            // Where b is slow to wait again, its time runs on meanwhile.
            assertThat(future.nanos()).isLessThan(Duration.ofMinutes(2).toNanos());
        }
        assertThat(future.nanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(15).toNanos());
        past.advance(Duration.ofSeconds(2));
        await("a stops: its Lease now names \"b\"");
    }

    @Test
    void isStartedOnceAndHasAName() {
        var a = start("a", LONG);
        assertThatThrownBy(() -> a.slot.start(work("a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> add("", Clock.system(), LONG)).hasMessageContaining("identity is empty");
        var never = add("b", Clock.system(), LONG);
        never.slot.close();
        assertThat(never.slot.state()).isEqualTo(SlotState.CLOSED);
    }
}
