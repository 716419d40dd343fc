package dev.escapement.console;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.Operator;
import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.escapement.Always.always;
import static dev.escapement.Every.every;
import static dev.escapement.Outcome.done;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** What the first founding article asks for, point by point: an operator whose timers flooded its cluster with Events. */
@OnEachCluster
class TimersFloodEventsTest {
    private static final Duration TICK = ofMillis(5);

    private final AtomicInteger rounds = new AtomicInteger();
    private Bench bench;

    @BeforeEach
    void prepare(Cluster cluster) {
        bench = new Bench(cluster);
        bench.create("a", "1");
    }

    @AfterEach
    void tidy() {
        bench.close();
    }

    private void awaitRounds(int more) {
        int before = rounds.get();
        Await.until("it went round", () -> rounds.get() >= before + more);
    }

    @Test
    void aTimerRunsSleepsItsIntervalAndRepeatsUntilTheStop() throws InterruptedException {
        var clock = VirtualClock.at(Clock.system().now());
        var calls = new ConcurrentLinkedQueue<Instant>();
        var operator =
                bench.start(bench.operator().clock(clock), Bench.maps().timer("probe", every(ofSeconds(5)), context -> {
                    calls.add(context.clock().now());
                    return done();
                }));
        bench.pass(clock, ofSeconds(20));
        assertThat(calls).hasSize(4);
        var grid = calls.peek();
        assertThat(calls).startsWith(grid, grid.plusSeconds(5), grid.plusSeconds(10), grid.plusSeconds(15));
        bench.map("a").delete();
        Await.until(
                "it is for no object any more",
                () -> operator.timers().getFirst().objects() == 0);
        bench.pass(clock, ofSeconds(20));
        assertThat(calls).hasSize(4);
    }

    @Test
    void noEventAndNoLogLineAndNoRequestForASuccessfulRun() throws InterruptedException {
        var operator = bench.start(Bench.maps().timer("probe", every(TICK), _ -> {
            rounds.incrementAndGet();
            return done();
        }));
        awaitRounds(1);
        var requests = operator.gate().answers();
        try (var log = new LogLines()) {
            awaitRounds(200);
            assertThat(log.with("box")).isEmpty();
        }
        assertThat(operator.gate().answers()).isEqualTo(requests);
        assertThat(bench.events()).isEmpty();
    }

    @Test
    void ofADaemonTheFrameworkRecordsOnlyStartAndStop() throws InterruptedException {
        var operator = bench.start(Bench.maps().daemon("tail", always().announce(), context -> {
            while (!context.stop().await(TICK)) {
                rounds.incrementAndGet();
            }
        }));
        awaitRounds(50);
        operator.controls().pauseAll();
        Await.until("the end is told", () -> bench.events().size() == 2);
        assertThat(bench.events())
                .extracting(Event::getReason)
                .containsExactlyInAnyOrder("DaemonStarted", "DaemonStopped");
    }

    @Test
    void theAuthorDecidesWhatIsLoggedAndHowOften() throws InterruptedException {
        try (var log = new LogLines()) {
            var operator = bench.start(Bench.maps().timer("probe", every(TICK), context -> {
                if (rounds.getAndIncrement() % 50 == 0) {
                    context.log().info("looked {} times", context.attempt());
                }
                return done();
            }));
            Await.until("it went round", () -> rounds.get() > 151);
            operator.close();
            assertThat(log.with("looked 1 times")).hasSize((rounds.get() + 49) / 50);
        }
    }

    @Test
    void aStopWakesADaemonThatSleeps() throws InterruptedException {
        var said = new ConcurrentLinkedQueue<String>();
        bench.start(Bench.maps().daemon("tail", context -> {
            rounds.incrementAndGet();
            context.stop().await(ofHours(1));
            said.add(context.stop().reason().orElseThrow().why());
        }));
        Await.until("it runs", () -> rounds.get() == 1);
        bench.map("a").delete();
        Await.until("it was woken", () -> !said.isEmpty());
        assertThat(said).containsExactly("the object is gone");
    }

    @Test
    void whatAnAuthorTellsAgainAndAgainIsOneEvent() throws InterruptedException {
        var operator = bench.start(Bench.maps().timer("probe", every(TICK), context -> {
            rounds.incrementAndGet();
            context.event("Probed", "all is well");
            return done();
        }));
        awaitRounds(200);
        Await.until("it is told", () -> bench.events().size() == 1);
        assertThat(writes(operator)).isLessThan(10);
        operator.close();
        assertThat(bench.events()).hasSize(1);
    }

    private static long writes(Operator operator) {
        return operator.gate().answers().stream()
                .filter(answers -> !answers.method().equals("GET"))
                .mapToLong(answers -> answers.count())
                .sum();
    }

    @Test
    void aTimerBelowAMinuteIsToldThatADaemonMaySuitItBetter() throws InterruptedException {
        try (var log = new LogLines()) {
            bench.start(Bench.maps()
                    .timer("often", every(ofSeconds(5)), _ -> done())
                    .timer("seldom", every(ofMinutes(1)), _ -> done()));
            assertThat(log.with("daemon")).singleElement().asString().contains("timer often", "below 1 min");
        }
    }

    @Test
    void heartbeatLinesAreThereForDebuggingAndNotInProduction() throws InterruptedException {
        var operator = bench.start(Bench.maps()
                .timer("probe", every(TICK), context -> {
                    context.log().debug("the probe is well");
                    return done();
                })
                .daemon("tail", context -> {
                    while (!context.stop().await(TICK)) {
                        context.log().debug("the tail is well");
                        rounds.incrementAndGet();
                    }
                }));
        try (var log = new LogLines()) {
            awaitRounds(20);
            assertThat(log.with("is well")).isEmpty();
            operator.controls().verbose("configmaps", true);
            Await.until(
                    "the timer's lines are there",
                    () -> !log.with("the probe is well").isEmpty());
            Await.until(
                    "the daemon's lines are there",
                    () -> !log.with("the tail is well").isEmpty());
        }
    }

    @Test
    void theHeartbeatOfACriticalTaskIsMissedWhenItStops() throws InterruptedException {
        var operator = bench.start(Bench.maps().daemon("tail", always().heartbeat(ofMillis(200)), context -> {
            context.heartbeat();
            rounds.incrementAndGet();
            context.stop().await(ofHours(1));
        }));
        Await.until("it runs", () -> rounds.get() == 1);
        Await.until(
                "health tells of it",
                () -> operator.ailments().stream()
                        .anyMatch(ailment -> ailment.problem().contains("has not reported")));
    }

    @Test
    void aLongRunningTaskGoesOnAndHoldsNothingUp() throws InterruptedException {
        var release = new CountDownLatch(1);
        var reconciled = new ConcurrentLinkedQueue<String>();
        var operator = bench.start(Bench.maps()
                .workers(1)
                .limit(ofMillis(50)) // of runs, not of daemons
                .daemon("migrate", _ -> {
                    release.await();
                    rounds.incrementAndGet();
                })
                .reconcile((map, _) -> {
                    reconciled.add(map.getMetadata().getName());
                    return done();
                }));
        bench.create("b", "1");
        Await.until("both are reconciled", () -> reconciled.size() == 2);
        Await.until("both daemons run", () -> operator.daemons().getFirst().running() == 2);
        release.countDown();
        Await.until("both have come to their end", () -> rounds.get() == 2);
        assertThat(operator.daemons().getFirst().crashed()).isZero();
    }
}
