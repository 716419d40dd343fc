package dev.escapement;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import dev.escapement.testcluster.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Every.every;
import static dev.escapement.Outcome.done;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

/** When a timer no longer calls. */
@Timeout(60)
class TimerStopTest {
    /** From 00:00:00, at which the objects are created, without an offset. */
    private static final Every FIVE = every(ofMinutes(5)).spread(ZERO);

    private final CompanionRig rig = new CompanionRig();
    private final List<String> calls = new ArrayList<>();
    private Timed<Gadget> during = _ -> done();

    @AfterEach
    void close() {
        rig.close();
    }

    private Companion start(Every every) {
        return rig.start(Controller.of(Gadget.class).timer("probe", every, this::probe));
    }

    private Outcome probe(TimerContext<Gadget> context) throws Exception {
        var missed = context.missed() == 0 ? "" : " missed " + context.missed();
        calls.add(context.header().key().name() + " " + rig.time() + missed);
        return during.call(context);
    }

    private void assertCalls(String... expected) {
        assertThat(calls).containsExactly(expected);
        calls.clear();
    }

    @Test
    void pausedObjectsAreNotCalledFor() {
        rig.put("a", 1);
        start(FIVE);
        rig.pause("a");
        rig.steady.advance(ofMinutes(7));
        rig.resume("a");
        rig.steady.advance(ofMinutes(4));
        assertCalls("a 00:10:00");
    }

    @Test
    void aDeletionInterruptsACallAtOnce() throws InterruptedException {
        rig.put("a", 1);
        var companion = start(FIVE);
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        during = _ -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return done();
        };
        var mover = Thread.ofVirtual().start(() -> rig.steady.advance(ofMinutes(5)));
        begun.await();
        assertThat(companion.running()).isEqualTo(1);
        rig.delete("a");
        interrupted.await();
        mover.join();
        assertThat(companion.running()).isZero();
        assertThat(companion.timer().orElseThrow().objects()).isZero();
        assertThat(rig.events).isEmpty();
        rig.steady.advance(ofHours(1));
        assertThat(calls).hasSize(1);
    }

    @Test
    void anObjectThatComesBackWaitsForTheCallThatStillLasts() {
        rig.put("a", 1);
        start(FIVE);
        var release = new CountDownLatch(1);
        var caller = new AtomicReference<Thread>();
        during = _ -> {
            if (calls.size() == 1) {
                caller.set(Thread.currentThread());
                awaitUninterruptibly(release);
            }
            return done();
        };
        var mover = Thread.ofVirtual().start(() -> rig.steady.advance(ofMinutes(5)));
        Await.until("the call lasts", () -> caller.get() != null);
        rig.delete("a");
        rig.put("a", 1);
        release.countDown();
        Await.until("the call is over", () -> !mover.isAlive());
        rig.steady.advance(ofMinutes(5));
        assertCalls("a 00:05:00", "a 00:10:00");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // as code does that cannot be stopped
            }
        }
    }

    @Test
    void afterAStopNothingIsCalled() {
        rig.put("a", 1);
        var companion = start(FIVE);
        assertThat(companion.stop("the operator stops")).isDone();
        rig.steady.advance(ofHours(1));
        assertCalls();
    }
}
