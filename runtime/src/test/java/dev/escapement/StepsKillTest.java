package dev.escapement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

import dev.escapement.testcluster.Await;
import dev.escapement.testcluster.Cluster;
import dev.escapement.testcluster.OnEachCluster;
import dev.escapement.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator is killed at random moments while it takes objects through steps. The system properties {@code escapement.errands}
 * (100) and {@code escapement.kills} (10) make it more.
 */
@OnEachCluster
class StepsKillTest {
    private static final int ERRANDS = Integer.getInteger("escapement.errands", 100);
    private static final int KILLS = Integer.getInteger("escapement.kills", 10);
    /**
     * How late a timeout may be noticed, in ms. Far more than it takes, as processes that are killed and started keep the machine
     * busy; on a virtual clock, deadlines hold to the nanosecond.
     */
    private static final long LATE = 10_000;

    private static final List<String> STEPS = List.of("first", "slow", "flaky", "polled", "late", "last");

    private final SplittableRandom random = new SplittableRandom(6);
    private StepsBench bench;
    private Path log;

    @BeforeEach
    void prepare(Cluster cluster) throws InterruptedException, IOException {
        bench = new StepsBench(cluster);
        log = Files.createTempFile("steps-", ".log");
    }

    @AfterEach
    void tidy() throws IOException {
        bench.close();
        Files.delete(log);
    }

    @Test
    void noStepIsLostOrRunTwiceUndeclaredOrTimedOutLate() throws Exception {
        var names = new ArrayList<String>();
        for (int i = 0; i < ERRANDS; i++) {
            names.add((i % 5 == 4 ? "late-" : "well-") + i);
        }
        int created = 0;
        for (int kill = 1; kill <= KILLS + 1; kill++) {
            int starts = kill;
            var child = start();
            Await.until("the operator is ready", () -> instants("ready ").size() == starts);
            for (; created < ERRANDS * Math.min(kill, KILLS) / KILLS; created++) {
                bench.create(names.get(created));
            }
            if (kill <= KILLS) {
                Clock.system().sleep(Duration.ofMillis(random.nextInt(1500)));
            } else {
                Await.until(
                        "all have ended",
                        () -> statuses().stream()
                                .allMatch(status -> status != null && status.phase() != StepsStatus.Phase.RUNNING));
            }
            child.destroyForcibly().onExit().join();
        }
        assertRuns(names);
        var lateness = lateness();
        System.err.printf(
                "%s: %d errands, %d kills; of %d timeouts the latest was noticed %d ms after its deadline, or after the operator was ready%n",
                bench.bench.cluster.name(), ERRANDS, KILLS, lateness.size(), lateness.getLast());
        assertThat(lateness).hasSize(ERRANDS / 5);
        assertThat(lateness.getLast())
                .as("ms after the deadline, or after the operator was ready")
                .isLessThan(LATE);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepsChild.class.getName(),
                        bench.bench.cluster.kubeconfig().toString(),
                        bench.bench.namespace,
                        log.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What the processes wrote down, each once. */
    private List<Instant> instants(String what) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(what))
                .map(line -> Instant.parse(line.substring(what.length())))
                .toList();
    }

    private List<StepsStatus> statuses() {
        return bench.bench.client.resources(Errand.class).inNamespace(bench.bench.namespace).list().getItems().stream()
                .map(errand ->
                        errand.getStatus() == null ? null : errand.getStatus().sequence())
                .toList();
    }

    private void assertRuns(List<String> names) throws IOException {
        var runs = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("run "))
                .map(line -> line.split(" ", -1))
                .toList();
        var begun = new HashSet<String>();
        for (var run : runs) {
            var attempt = run[1] + " " + run[2] + " " + run[3];
            if (!begun.add(attempt)) {
                assertThat(run[4])
                        .as("%s was run before, and is told so", attempt)
                        .isEqualTo("true");
            }
        }
        for (var name : names) {
            boolean isLate = name.startsWith("late");
            var mine = runs.stream()
                    .filter(run -> run[1].equals(name))
                    .map(run -> run[2])
                    .distinct()
                    .toList();
            // A step that times out may do so before its code was called, if the process was killed in between.
            var expected = !isLate ? STEPS : STEPS.subList(0, mine.contains("late") ? 5 : 4);
            assertThat(mine).as(name).containsExactlyElementsOf(expected);
            var status = bench.status(name);
            assertThat(status.phase())
                    .as(name)
                    .isEqualTo(isLate ? StepsStatus.Phase.FAILED : StepsStatus.Phase.SUCCEEDED);
            assertThat(status.steps().get(2).attempt()).isEqualTo(3);
        }
    }

    /** How many ms after its deadline, or after the process that noticed it was ready, each timeout was noticed. */
    private List<Long> lateness() throws IOException {
        var begins = instants("begins ");
        var ready = instants("ready ");
        var lateness = new ArrayList<Long>();
        for (var errand : bench.bench
                .client
                .resources(Errand.class)
                .inNamespace(bench.bench.namespace)
                .list()
                .getItems()) {
            var step = bench.step(errand.getMetadata().getName(), "late");
            if (step.phase() == StepStatus.Phase.TIMED_OUT) {
                var noticed = Instant.parse(String.valueOf(step.finishedAt()));
                var deadline = Instant.parse(String.valueOf(step.startedAt())).plus(StepsChild.timeout(errand));
                assertThat(noticed).isAfterOrEqualTo(deadline);
                int process = (int) begins.stream()
                                .filter(begin -> !begin.isAfter(noticed))
                                .count()
                        - 1;
                var since = ready.get(process).isAfter(deadline) ? ready.get(process) : deadline;
                lateness.add(Math.max(0, Duration.between(since, noticed).toMillis()));
            }
        }
        lateness.sort(null);
        return lateness;
    }
}
