package dev.escapement.queue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.queue.FairSimulation.Key;
import dev.escapement.queue.WorkQueue.FlowStats;
import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FairQueueTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void flowsHaveEqualWorkerTimeThoughTheirCostsDifferAHundredfold(int workers) throws InterruptedException {
        var simulation = new FairSimulation(workers, key -> switch (key.flow()) {
            case "cheap" -> 500;
            case "middling" -> 7_000;
            default -> 50_000;
        });
        simulation.flood("dear", 100);
        simulation.flood("cheap", 100);
        simulation.flood("middling", 100);
        simulation.run(ofSeconds(60));
        long share = workers * 60_000_000L / 3;
        for (var flow : List.of("cheap", "middling", "dear")) {
            assertThat(simulation.worked(flow)).as(flow).isBetween(share * 95 / 100, share * 105 / 100);
        }
    }

    @Test
    void aFlowOfManyKeysHasNoMoreThanOneOfFew() throws InterruptedException {
        var simulation = new FairSimulation(2, _ -> 3_000);
        simulation.flood("many", 10_000);
        simulation.flood("few", 4);
        simulation.run(ofSeconds(20));
        assertThat((double) simulation.worked("many") / simulation.worked("few"))
                .isBetween(0.95, 1.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aFlowThatUsesLessThanItsShareWaitsForNoFlood(int workers) throws InterruptedException {
        var simulation = new FairSimulation(workers, _ -> 2_000);
        simulation.flood("flood", 5_000);
        simulation.every(ofMillis(50), "sparse", Priority.NORMAL);
        simulation.run(ofSeconds(30));
        assertThat(simulation.worked("sparse")).isGreaterThan(590 * 2_000);
        assertThat(simulation.longestWait("sparse"))
                .as("what is being worked on")
                .isLessThanOrEqualTo(ofMillis(2));
    }

    @Test
    void noFlowStarvesBehindManyThatComeAndGo() throws InterruptedException {
        var simulation = new FairSimulation(1, _ -> 1_000);
        simulation.flood("flood", 100);
        for (int i = 0; i < 20; i++) {
            simulation.every(Duration.ofNanos(19_000_000 + 37_000L * i), "sparse " + i, Priority.NORMAL);
        }
        simulation.run(ofSeconds(60));
        assertThat(simulation.worked("flood")).as("of 2.8 s that are its share").isGreaterThan(900_000);
    }

    @Test
    void aDebtIsNotForgivenForAnUrgentKeyWhileOthersWait() throws InterruptedException {
        var simulation =
                new FairSimulation(1, key -> key.number() < 0 ? 100 : key.flow().equals("dear") ? 50_000 : 500);
        simulation.flood("dear", 100);
        simulation.flood("cheap", 100);
        simulation.every(ofMillis(20), "dear", Priority.HIGH);
        simulation.run(ofSeconds(60));
        assertThat((double) simulation.worked("dear") / simulation.worked("cheap"))
                .isBetween(0.9, 1.1);
    }

    /** A debt of a minute is so many quanta that they must not be granted one by one. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c"})
    void debtsOfAllAreMadeUpAtOnceAlsoWhenAFlowHasLeft(String left) throws InterruptedException {
        var queue = WorkQueue.<String>builder(clock)
                .fairBy(key -> key.substring(0, 1))
                .quantum(Duration.ofNanos(1))
                .ageLimit(Priority.NORMAL, Duration.ofDays(1))
                .build();
        for (int i = 0; i < 3; i++) {
            for (var flow : List.of("a", "b", "c")) {
                queue.add(flow + i);
            }
        }
        for (int round = 0; round < 2; round++) {
            var taken = new ArrayList<String>();
            assertThat(queue.takeUpTo(taken, 3)).isEqualTo(3);
            clock.advance(ofSeconds(60));
            taken.forEach(queue::done);
        }
        var remaining = queue.waiting(3).stream().map(WorkQueue.Waiting::key).toList();
        remaining.stream().filter(key -> key.startsWith(left)).forEach(key -> queue.add(key, Priority.HIGH));
        var taken = new ArrayList<String>();
        assertThat(queue.takeUpTo(taken, 9)).isEqualTo(3);
        assertThat(taken).containsExactlyInAnyOrderElementsOf(remaining);
    }

    @Test
    void flowsThatHaveGoneAreForgotten() throws InterruptedException {
        record Flow(int number) {}
        record FlowKey(Flow flow) {}
        var queue = WorkQueue.<FlowKey>builder(clock).fairBy(FlowKey::flow).build();
        queue.add(new FlowKey(new Flow(-1)), Priority.LOW); // at the head for good
        var flows = new ArrayList<WeakReference<Flow>>();
        for (int i = 0; i < 10_000; i++) {
            var key = new FlowKey(new Flow(i));
            flows.add(new WeakReference<>(key.flow()));
            queue.add(key, Priority.LOW);
            queue.add(key, Priority.HIGH);
            assertThat(queue.take()).isEqualTo(key);
            queue.done(key);
        }
        // As many may be kept as two sweeps are apart.
        for (int tries = 0; alive(flows) > 4_000 && tries < 20; tries++) {
            System.gc();
        }
        assertThat(alive(flows)).isLessThan(4_000);
    }

    private static long alive(List<? extends WeakReference<?>> references) {
        return references.stream().filter(reference -> reference.get() != null).count();
    }

    @Test
    void tellsOfTheFlowsThatHaveKeysTheLongestFirst() throws InterruptedException {
        var queue = WorkQueue.<Key>builder(clock).fairBy(Key::flow).build();
        queue.add(new Key("a", 0));
        assertThat(queue.take()).isEqualTo(new Key("a", 0));
        queue.add(new Key("b", 0));
        queue.add(new Key("c", 0));
        queue.add(new Key("c", 1), Priority.LOW);
        queue.addAfter(new Key("d", 0), ofSeconds(1));
        assertThat(queue.flows())
                .extracting(FlowStats::flow, FlowStats::waiting, FlowStats::processing)
                .containsExactly(tuple("c", 2, 0), tuple("b", 1, 0), tuple("a", 0, 1));
        clock.advance(ofMillis(500));
        queue.done(new Key("a", 0));
        assertThat(queue.flows()).extracting(FlowStats::flow).containsExactly("c", "b");
    }

    @Test
    void theCostOfAFlowFollowsWhatItsKeysTake() throws InterruptedException {
        var simulation = new FairSimulation(1, _ -> 40_000);
        simulation.flood("a", 2);
        simulation.run(ofSeconds(4));
        assertThat(simulation.queue.flows())
                .singleElement()
                .satisfies(flow -> assertThat(flow.cost()).isBetween(ofMillis(39), ofMillis(40)));
    }

    @Test
    void aKeyWithoutAFlowIsRefusedAndChangesNothing() {
        var queue = WorkQueue.<String>builder(clock)
                .fairBy(key -> key.isEmpty() ? null : key)
                .build();
        assertThatThrownBy(() -> queue.add(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the key  has no flow: fairBy must give one for each key");
        assertThatThrownBy(() -> queue.addAfter("", ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.retry("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.depth() + queue.scheduled()).isZero();
    }
}
