package dev.escapement.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.escapement.queue.WorkQueue.FlowStats;
import dev.escapement.queue.WorkQueue.Waiting;
import dev.escapement.queue.WorkQueue.Working;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.escapement.queue.WorkQueue.Priority.HIGH;
import static dev.escapement.queue.WorkQueue.Priority.LOW;
import static dev.escapement.queue.WorkQueue.Priority.NORMAL;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** What a queue tells of itself. */
class QueueViewsTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final WorkQueue<String> queue =
            WorkQueue.<String>builder(clock).limiter((_, _) -> ofSeconds(5)).build();

    @Test
    void keysThatWaitAreToldByPriorityAndThenInTheirOrder() {
        queue.add("l1", LOW, "resync");
        queue.add("n1", NORMAL, "changed");
        clock.advance(ofSeconds(1));
        queue.add("h1", HIGH, "by hand");
        queue.add("n2");
        queue.add("l2", LOW);
        queue.add("l1", LOW, "changed");
        clock.advance(ofSeconds(1));
        assertThat(queue.waiting(10))
                .containsExactly(
                        new Waiting<>("h1", HIGH, ofSeconds(1), 0, "by hand"),
                        new Waiting<>("n1", NORMAL, ofSeconds(2), 0, "changed"),
                        new Waiting<>("n2", NORMAL, ofSeconds(1), 0, null),
                        new Waiting<>("l1", LOW, ofSeconds(2), 0, "resync"),
                        new Waiting<>("l2", LOW, ofSeconds(1), 0, null));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "1, 1", "2, 2", "3, 3", "4, 4", "5, 4", "2147483647, 4"})
    void noMoreAreToldThanTheLimit(int limit, int expected) {
        queue.add("a", LOW);
        queue.add("b", LOW);
        queue.add("c", HIGH);
        queue.add("d", NORMAL);
        assertThat(queue.waiting(limit)).hasSize(expected);
        assertThat(queue.waiting(limit)).isEqualTo(queue.waiting(4).subList(0, expected));
    }

    @Test
    void aRaisedKeyGoesBehindThoseOfItsNewPriorityAndKeepsAgeAndReason() {
        queue.add("a", LOW, "resync");
        clock.advance(ofSeconds(1));
        queue.add("b", HIGH);
        queue.add("a", HIGH, "by hand");
        queue.add("b", LOW, "lowered by nobody");
        assertThat(queue.waiting(10))
                .containsExactly(
                        new Waiting<>("b", HIGH, ZERO, 0, "lowered by nobody"),
                        new Waiting<>("a", HIGH, ofSeconds(1), 0, "resync"));
    }

    @Test
    void keysThatAreWorkedOnAreToldTheLongestFirst() throws InterruptedException {
        queue.add("a", NORMAL, "one");
        queue.add("b", HIGH, "two");
        assertThat(queue.take()).isEqualTo("b");
        clock.advance(ofSeconds(3));
        assertThat(queue.take()).isEqualTo("a");
        clock.advance(ofSeconds(2));
        assertThat(queue.working())
                .containsExactly(
                        new Working<>("b", ofSeconds(5), 0, "two"), new Working<>("a", ofSeconds(2), 0, "one"));
        queue.done("b");
        assertThat(queue.working()).containsExactly(new Working<>("a", ofSeconds(2), 0, "one"));
    }

    @Test
    void aReasonGivenDuringTheWorkIsThatOfTheNextTurn() throws InterruptedException {
        queue.add("a", NORMAL, "first");
        assertThat(queue.take()).isEqualTo("a");
        queue.add("a", LOW);
        queue.add("a", NORMAL, "second");
        queue.add("a", NORMAL, "third");
        assertThat(queue.working().getFirst().why()).isEqualTo("first");
        assertThat(queue.waiting(1)).as("its worker has it").isEmpty();
        queue.done("a");
        assertThat(queue.waiting(1)).containsExactly(new Waiting<>("a", NORMAL, ZERO, 0, "second"));
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.working().getFirst().why()).isEqualTo("second");
        queue.done("a");
        queue.add("a");
        assertThat(queue.waiting(1).getFirst().why())
                .as("reasons end with their turn")
                .isNull();
    }

    @Test
    void whatWasScheduledOrRetriedHasNoReasonUntilOneIsGiven() throws InterruptedException {
        queue.add("a", LOW, "resync");
        assertThat(queue.take()).isEqualTo("a");
        queue.retry("a");
        queue.done("a");
        queue.addAfter("b", ofSeconds(5));
        clock.advance(ofSeconds(6));
        assertThat(queue.waiting(2))
                .containsExactly(
                        new Waiting<>("a", NORMAL, ofSeconds(1), 1, null),
                        new Waiting<>("b", NORMAL, ofSeconds(1), 0, null));
        queue.add("b", LOW, "changed");
        assertThat(queue.waiting(2).get(1)).isEqualTo(new Waiting<>("b", NORMAL, ofSeconds(1), 0, "changed"));
    }

    @Test
    void aKeysReasonDoesNotPassToAnotherOfItsRow() throws InterruptedException {
        queue.add("a", NORMAL, "mine");
        assertThat(queue.take()).isEqualTo("a");
        queue.retry("a");
        queue.done("a");
        assertThat(queue.cancel("a")).isTrue();
        queue.add("b");
        assertThat(queue.waiting(1)).containsExactly(new Waiting<>("b", NORMAL, ZERO, 0, null));
        assertThat(queue.take()).isEqualTo("b");
        assertThat(queue.working()).containsExactly(new Working<>("b", ZERO, 0, null));
    }

    @Test
    void cancelTellsWhetherThereWasASchedule() throws InterruptedException {
        assertThat(queue.cancel("unknown")).isFalse();
        queue.addAfter("a", ofSeconds(1));
        assertThat(queue.cancel("a")).isTrue();
        assertThat(queue.cancel("a")).isFalse();
        queue.add("a");
        assertThat(queue.cancel("a")).as("it waits").isFalse();
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.cancel("a")).as("it is worked on").isFalse();
        queue.addAfter("a", ofSeconds(1));
        assertThat(queue.cancel("a")).as("it is worked on and scheduled").isTrue();
        queue.done("a");
        clock.advance(ofSeconds(9));
        assertThat(queue.depth()).isZero();
    }

    @Test
    void statsCountWhatWasAddedScheduledTakenAndGivenBack() throws InterruptedException {
        queue.add("a");
        queue.add("a", HIGH); // waits already
        queue.add("b", LOW);
        queue.add("c", LOW);
        queue.addAfter("d", Duration.ofDays(1));
        queue.addAfter("d", Duration.ofDays(2));
        clock.advance(ofSeconds(2));
        assertThat(queue.take()).isEqualTo("a");
        queue.add("a"); // wanted again
        queue.retry("a"); // no schedule: it is to be worked on anyway
        clock.advance(ofSeconds(3));
        assertThat(queue.take()).isEqualTo("b");
        clock.advance(ofSeconds(4));
        var stats = queue.stats();
        assertThat(stats.waiting()).isEqualTo(Map.of(HIGH, 0, NORMAL, 0, LOW, 1));
        assertThat(stats.oldest()).isEqualTo(Map.of(HIGH, ZERO, NORMAL, ZERO, LOW, ofSeconds(9)));
        assertThat(new long[] {stats.depth(), stats.processing(), stats.scheduled(), stats.adds(), stats.retries()})
                .containsExactly(1, 2, 1, 4, 2);
        assertThat(stats.unfinished()).isEqualTo(ofSeconds(7 + 4));
        assertThat(stats.longest()).isEqualTo(ofSeconds(7));
        assertThat(stats.waited().total()).isEqualTo(ofSeconds(2 + 5));
        assertThat(stats.waited().count()).isEqualTo(2);
        assertThat(stats.worked().count()).isZero();
        queue.done("a");
        assertThat(queue.stats().worked().total()).isEqualTo(ofSeconds(7));
        assertThat(queue.stats().longest()).isEqualTo(ofSeconds(4));
        assertThat(stats.worked().count()).as("figures of that moment").isZero();
    }

    @Test
    void flowsAreToldWithTheirKeysThoseWithTheMostWaitingFirst() throws InterruptedException {
        var fair = WorkQueue.<String>builder(clock).fairBy(key -> key.charAt(0)).build();
        fair.add("a1");
        assertThat(fair.take()).isEqualTo("a1");
        fair.add("b1");
        fair.add("c1", LOW);
        fair.add("c2", HIGH);
        fair.addAfter("d1", ofSeconds(1));
        fair.add("a1"); // waits for its worker
        assertThat(fair.flows())
                .extracting(FlowStats::flow, FlowStats::waiting, FlowStats::processing)
                .containsExactly(tuple('c', 2, 0), tuple('b', 1, 0), tuple('a', 0, 1));
        clock.advance(ofSeconds(1));
        fair.done("a1");
        assertThat(fair.flows())
                .extracting(FlowStats::flow, FlowStats::waiting, FlowStats::processing)
                .containsExactlyInAnyOrder(tuple('c', 2, 0), tuple('b', 1, 0), tuple('a', 1, 0), tuple('d', 1, 0));
        fair.shutDown();
        assertThat(fair.flows()).isEmpty();
    }
}
