package dev.escapement;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import dev.escapement.testcluster.Await;
import dev.escapement.time.Backoff;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.Always.always;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of daemons that crash. */
@Timeout(120)
class DaemonFailuresTest {
    private static final DeadLetters.Id LETTER = new DeadLetters.Id("gadgets", "daemon tail", CompanionRig.key("a"));

    private final CompanionRig rig = new CompanionRig();
    private final ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Daemon<Gadget>> code = new AtomicReference<>(_ -> {
        throw new IllegalStateException("crashed");
    });

    @AfterEach
    void close() {
        rig.close();
    }

    private Companion start() {
        var always = always().retry(Backoff.constant(ofMinutes(2)).attempts(3));
        return rig.start(Controller.of(Gadget.class).daemon("tail", always, context -> {
            runs.add(context.header().key().name() + " " + rig.time() + " #" + context.attempt());
            code.get().run(context);
        }));
    }

    private static void sleep(DaemonContext<Gadget> context) throws InterruptedException {
        context.stop().await(ofHours(1000));
    }

    private void awaitRuns(Companion companion, String... expected) {
        Await.until("it ran", () -> runs.size() >= expected.length && companion.running() == 0);
        assertThat(runs).containsExactly(expected);
        runs.clear();
    }

    /** The companion after all of its attempts. */
    private Companion givenUp() {
        rig.put("a", 1);
        var companion = start();
        awaitRuns(companion, "a 00:00:00 #1");
        rig.steady.advance(ofMinutes(2));
        awaitRuns(companion, "a 00:02:00 #2");
        rig.steady.advance(ofMinutes(2));
        awaitRuns(companion, "a 00:04:00 #3");
        return companion;
    }

    @Test
    void isStartedAgainAfterTheBackoffAndGivenUpInTheEnd() {
        var companion = givenUp();
        rig.steady.advance(ofHours(10));
        rig.put("a", 1);
        assertThat(companion.running()).isZero();
        assertThat(rig.letters.told).containsExactly("a: daemon tail after 3 attempts: crashed");
        assertThat(rig.events).containsExactly("a: WARNING Failed: daemon tail failed: crashed");
        assertThat(companion.daemon().orElseThrow()).isEqualTo(new DaemonStats("gadgets", "tail", 0, 0, 3, 3, 0));
    }

    @Test
    void aReleaseStartsItAtOnce() {
        var companion = givenUp();
        code.set(DaemonFailuresTest::sleep);
        rig.release(LETTER);
        Await.until("it runs", () -> companion.running() == 1);
    }

    @Test
    void aNewGenerationStartsIt() {
        var companion = givenUp();
        rig.put("a", 2);
        awaitRuns(companion, "a 00:04:00 #4");
        assertThat(rig.letters.parked).containsEntry(LETTER, 2L);
    }

    @Test
    void whatWasGivenUpStaysSoAfterARestart() {
        rig.kill(givenUp());
        var companion = start();
        assertThat(companion.running()).isZero();
        assertThat(runs).isEmpty();
    }

    @Test
    void aChangeDoesNotShortenTheBackoffButANewGenerationDoes() {
        rig.put("a", 1);
        var companion = start();
        awaitRuns(companion, "a 00:00:00 #1");
        rig.put("a", 1);
        assertThat(companion.running()).isZero();
        rig.put("a", 2);
        awaitRuns(companion, "a 00:00:00 #2");
    }

    @Test
    void toHaveRunForLongIsRecovery() {
        rig.put("a", 1);
        var companion = start();
        awaitRuns(companion, "a 00:00:00 #1");
        code.set(DaemonFailuresTest::sleep);
        rig.steady.advance(ofMinutes(2));
        Await.until("it runs", () -> !runs.isEmpty());
        rig.steady.advance(ofMinutes(2));
        assertThat(rig.events)
                .containsExactly(
                        "a: WARNING Failed: daemon tail failed: crashed",
                        "a: NORMAL Recovered: daemon tail works again");
    }

    @Test
    void errorsHurtTheirOwnObjectOnly() {
        rig.put("a", 1);
        rig.put("b", 1);
        code.set(context -> {
            if (context.header().key().name().equals("a")) {
                overflow(1);
            }
            sleep(context);
        });
        var companion = start();
        Await.until("both ran", () -> runs.size() == 2 && companion.running() == 1);
        rig.steady.advance(ofMinutes(2));
        Await.until("it was started again", () -> runs.size() == 3);
        Await.until("it crashed again", () -> companion.daemon().orElseThrow().crashed() == 2);
        assertThat(companion.running()).isEqualTo(1);
    }

    private static int overflow(int depth) {
        return overflow(depth + 1) + depth;
    }

    @Test
    void whatIsThrownAfterTheStopIsNoFailure() {
        rig.put("a", 1);
        code.set(context -> {
            sleep(context);
            throw new IllegalStateException("in a hurry");
        });
        var companion = start();
        Await.until("it runs", () -> !runs.isEmpty());
        rig.delete("a");
        Await.until("it ended", () -> companion.running() == 0);
        assertThat(rig.events).isEmpty();
        assertThat(companion.daemon().orElseThrow().crashed()).isZero();
    }

    @Test
    void anInterruptThatNobodyAskedForIsACrash() {
        rig.put("a", 1);
        code.set(_ -> {
            throw new InterruptedException("an author's own");
        });
        var companion = start();
        awaitRuns(companion, "a 00:00:00 #1");
        assertThat(companion.daemon().orElseThrow().crashed()).isEqualTo(1);
    }

    @Test
    void theLetterGoesWithTheObject() {
        givenUp();
        rig.pause("a");
        assertThat(rig.letters.parked).containsKey(LETTER);
        rig.resume("a");
        rig.delete("a");
        assertThat(rig.letters.parked).isEmpty();
    }
}
