package dev.escapement;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Always.always;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When a daemon starts and how it ends. */
@Timeout(120)
class DaemonTest {
    private final CompanionRig rig = new CompanionRig();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    private Companion start(Always always, Daemon<Gadget> code) {
        return rig.start(Controller.of(Gadget.class).daemon("tail", always, code));
    }

    /** Sleeps until it is told to stop, and notes why. */
    private void sleep(DaemonContext<Gadget> context) throws InterruptedException {
        log.add("started " + context.header().key().name());
        assertThat(running.incrementAndGet()).isPositive();
        try {
            context.stop().await(ofHours(1000));
        } finally {
            running.decrementAndGet();
            log.add("stopped " + context.stop().reason().orElseThrow().why());
        }
    }

    private void awaitLog(String... expected) {
        Await.until("the log is complete", () -> log.size() >= expected.length);
        assertThat(log).containsExactly(expected);
        log.clear();
    }

    private static void awaitEnd(Companion companion) {
        Await.until("none runs", () -> companion.running() == 0);
    }

    @Test
    void runsForEachObjectUntilItGoes() {
        rig.put("a", 1);
        var companion = start(always(), this::sleep);
        awaitLog("started a");
        rig.put("b", 1);
        awaitLog("started b");
        rig.put("b", 2); // a change is no reason to start anew
        assertThat(companion.running()).isEqualTo(2);
        rig.delete("a");
        awaitLog("stopped the test says so");
        Await.until("it has ended", () -> companion.running() == 1);
        assertThat(running).hasValue(1);
        assertThat(rig.events).isEmpty();
        assertThat(companion.daemon().orElseThrow()).isEqualTo(new DaemonStats("gadgets", "tail", 1, 0, 2, 0, 0));
    }

    @Test
    void aStopWakesTheSleeperAtOnceAndRunsCallbacks() {
        rig.put("a", 1);
        var companion = start(always(), context -> {
            context.stop().onStop(() -> log.add("callback"));
            sleep(context);
        });
        awaitLog("started a");
        assertThat(companion.stop("the operator stops").join()).isNull();
        assertThat(log).contains("callback", "stopped the operator stops");
        assertThat(rig.clock.now()).isEqualTo(CompanionRig.START);
    }

    @Test
    void filtersStartAndStopIt() {
        rig.put("a", 1);
        var companion = start(always().when(header -> header.generation() != 2), this::sleep);
        awaitLog("started a");
        rig.put("a", 2);
        awaitLog("stopped its filter does not match any more");
        awaitEnd(companion);
        rig.put("a", 3);
        awaitLog("started a");
    }

    @Test
    void aPausedObjectHasNone() {
        rig.put("a", 1);
        start(always(), this::sleep);
        awaitLog("started a");
        rig.pause("a");
        rig.resume("a"); // perhaps before the old one has ended: it is waited for
        awaitLog("started a".replace("started", "stopped").replace(" a", " the test says so"), "started a");
        assertThat(running).hasValue(1);
    }

    @Test
    void whatReturnsIsDoneUntilTheGenerationChanges() {
        rig.put("a", 1);
        var companion =
                start(always(), context -> log.add("ran " + context.header().generation()));
        awaitLog("ran 1");
        awaitEnd(companion);
        rig.put("a", 1);
        assertThat(companion.running()).isZero();
        rig.put("a", 2);
        awaitLog("ran 2");
        rig.kill(companion);
        start(always(), context -> log.add("ran " + context.header().generation()));
        awaitLog("ran 2");
    }

    @Test
    void aGenerationThatComesWhileItEndsIsNotForgotten() {
        rig.put("a", 1);
        var end = new CountDownLatch(1);
        var companion = start(always(), context -> {
            log.add("ran " + context.header().generation());
            end.await();
        });
        awaitLog("ran 1");
        rig.put("a", 2);
        end.countDown();
        awaitLog("ran 2");
        awaitEnd(companion);
        assertThat(log).isEmpty();
    }

    @Test
    void seesTheNewestStateOfItsObject() {
        rig.put("a", 1);
        var look = new CountDownLatch(1);
        start(always(), context -> {
            log.add("size " + context.object().getSpec().size());
            look.await();
            log.add("size " + context.object().getSpec().size());
        });
        awaitLog("size 1");
        rig.put("a", 2);
        look.countDown();
        awaitLog("size 2", "size 2", "size 2"); // the second time because the generation has changed
    }

    @Test
    void anotherObjectOfTheSameNameGetsAnotherOne() {
        rig.put("a", "\"uid\": \"1\"", "\"spec\": {}");
        start(always(), this::sleep);
        awaitLog("started a");
        rig.put("a", "\"uid\": \"2\"", "\"spec\": {}");
        awaitLog("stopped another object has its name", "started a");
    }

    @Test
    void whoDoesNotHeedTheStopIsInterruptedAfterTheGrace() {
        rig.put("a", 1);
        var companion = start(always().grace(ofSeconds(7)), context -> {
            log.add("started");
            try {
                new CountDownLatch(1).await();
            } finally {
                log.add("ended at " + rig.time());
            }
        });
        awaitLog("started");
        rig.delete("a");
        rig.steady.advance(ofSeconds(6));
        assertThat(log).isEmpty();
        rig.steady.advance(ofSeconds(1));
        awaitLog("ended at 00:00:07");
        awaitEnd(companion);
        assertThat(rig.events).isEmpty();
    }

    @Test
    void whoDoesNotHeedTheInterruptIsAbandonedAndHoldsUpNothing() {
        rig.put("a", 1);
        rig.put("b", 1);
        var release = new CountDownLatch(1);
        var companion = start(always(), context -> {
            log.add("started");
            if (context.header().key().name().equals("a")) {
                awaitUninterruptibly(release);
            } else {
                sleep(context);
            }
        });
        Await.until("both run", () -> running.get() == 1 && log.size() == 3);
        rig.pause("a");
        rig.steady.advance(ofSeconds(20));
        assertThat(companion.ailments())
                .singleElement()
                .satisfies(
                        ailment -> assertThat(ailment.problem()).contains("n/a", "the test says so", "does not end"));
        assertThat(rig.events)
                .singleElement()
                .asString()
                .startsWith("a: WARNING DaemonAbandoned")
                .contains("awaitUninterruptibly");
        rig.resume("a");
        assertThat(companion.daemon().orElseThrow().started()).isEqualTo(2); // not beside the one that goes on
        assertThat(companion.stop("the operator stops").join()).isNull();
        release.countDown();
        awaitEnd(companion);
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // as code does that cannot be stopped
            }
        }
    }

    @Test
    void anObjectComesBackToADaemonThatWasAbandonedOnceItHasEnded() {
        rig.put("a", 1);
        var release = new CountDownLatch(1);
        start(always(), _ -> {
            log.add("started");
            awaitUninterruptibly(release);
        });
        awaitLog("started");
        rig.pause("a");
        rig.steady.advance(ofSeconds(20));
        rig.resume("a");
        assertThat(log).isEmpty();
        release.countDown();
        awaitLog("started");
    }

    @Test
    void aMissingHeartbeatIsSeenAndAnotherOneCuresIt() {
        rig.put("a", 1);
        var beats = new AtomicInteger();
        var companion = start(always().heartbeat(ofMinutes(1)), context -> {
            while (!context.stop().await(ofSeconds(10))) {
                if (beats.getAndDecrement() > 0) {
                    context.heartbeat();
                }
                log.add("looked");
            }
        });
        Await.until("it sleeps", () -> rig.steady.pending() == 1);
        assertThat(companion.ailments()).isEmpty();
        rig.steady.advance(ofSeconds(61));
        assertThat(companion.ailments())
                .containsExactly(
                        new Ailment("daemon tail", "n/a has not reported for 61 s, and should each 60.0 s", false));
        beats.set(1);
        Await.until("it looks again", () -> {
            rig.steady.advance(ofSeconds(1));
            return companion.ailments().isEmpty();
        });
    }

    @Test
    void startsAndEndsAreAnnouncedOnlyWhereAnAuthorAsks() {
        rig.put("a", 1);
        start(always().announce(), this::sleep);
        awaitLog("started a");
        rig.pause("a");
        Await.until("the end is told", () -> rig.events.size() == 2);
        assertThat(rig.events)
                .containsExactly(
                        "a: NORMAL DaemonStarted: daemon tail started",
                        "a: NORMAL DaemonStopped: daemon tail stopped: the test says so");
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> always().grace(ZERO)).hasMessageContaining("grace");
        assertThatThrownBy(() -> always().heartbeat(ofSeconds(-1))).hasMessageContaining("heartbeat");
        var controller = Controller.of(Gadget.class).daemon("tail", _ -> {});
        assertThatThrownBy(() -> controller.daemon("tail", _ -> {}))
                .hasMessageContaining("two daemons called \"tail\"");
    }
}
