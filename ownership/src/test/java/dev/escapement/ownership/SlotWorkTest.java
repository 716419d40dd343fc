package dev.escapement.ownership;

import java.util.concurrent.CountDownLatch;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a slot gets on with the work that it allows. */
@OnEachCluster
class SlotWorkTest extends SlotBench {
    @Test
    void aSlotIsRenewedAsLongAsItsWorkIsBeingStopped() throws InterruptedException {
        var stopping = new CountDownLatch(1);
        var stop = new CountDownLatch(1);
        var a = add("a", Clock.system(), LONG);
        a.slot.start(new SlotListener() {
            @Override
            public void acquired() {
                notes.add("a works");
            }

            @Override
            public void lost(String reason) throws InterruptedException {
                stopping.countDown();
                stop.await();
            }
        });
        await("a works");
        var closer = Thread.startVirtualThread(a.slot::close);
        stopping.await();
        assertThat(a.slot.state()).isEqualTo(SlotState.LOST);
        var before = spec().getRenewTime();
        Await.until("it is renewed", () -> spec().getRenewTime().isAfter(before));
        assertThat(spec().getHolderIdentity()).isEqualTo("a");
        stop.countDown();
        closer.join();
        assertThat(spec().getHolderIdentity()).isNullOrEmpty();
    }

    @Test
    void workThatCannotStartGivesTheSlotBackToOthers() {
        var a = add("a", Clock.system(), LONG);
        a.slot.start(new SlotListener() {
            @Override
            public void acquired() {
                throw new IllegalStateException("no room");
            }

            @Override
            public void lost(String reason) {
                notes.add("a stops: " + reason);
            }
        });
        await("a stops: the work could not be started: java.lang.IllegalStateException: no room");
        start("b", LONG);
        await("b works");
    }

    @Test
    void workThatCannotBeStoppedKeepsTheSlotFromBeingGivenBack() {
        var a = add("a", Clock.system(), LONG);
        a.slot.start(new SlotListener() {
            @Override
            public void acquired() {
                notes.add("a works");
            }

            @Override
            public void lost(String reason) {
                throw new IllegalStateException("stuck");
            }
        });
        await("a works");
        a.slot.close();
        assertThat(spec().getHolderIdentity()).isEqualTo("a");
    }
}
