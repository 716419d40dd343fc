package dev.escapement.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.escapement.queue.WorkQueue.Priority.HIGH;
import static dev.escapement.queue.WorkQueue.Priority.LOW;
import static dev.escapement.queue.WorkQueue.Priority.NORMAL;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class AgeLimitTest {
    private record Key(Priority priority, int number) {}

    private static final Duration COST = ofMillis(10);

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Map<Priority, Duration> longest = new EnumMap<>(Priority.class);
    private final Map<Priority, Integer> taken = new EnumMap<>(Priority.class);
    private final Map<Priority, Integer> added = new EnumMap<>(Priority.class);

    @ParameterizedTest
    @CsvSource({
        "NORMAL, HIGH, 8750",
        "LOW, HIGH, 26250",
        "LOW, NORMAL, 26250",
    })
    void aKeyGoesAheadOfMoreUrgentOnesAfterSevenEighthsOfItsLimit(Priority priority, Priority urgent, long millis)
            throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            boolean late = i == 1;
            var queue = WorkQueue.<String>builder(clock).build();
            queue.add("old", priority);
            clock.advance(ofMillis(millis).minusNanos(late ? 0 : 1));
            queue.add("b", urgent);
            queue.add("c", urgent);
            assertThat(takeAll(queue))
                    .containsExactlyElementsOf(late ? List.of("old", "b", "c") : List.of("b", "c", "old"));
        }
    }

    @ParameterizedTest
    @CsvSource({"HIGH, LOW", "HIGH, NORMAL", "NORMAL, LOW"})
    void aLessUrgentKeyThatIsYoungNeverGoesAhead(Priority urgent, Priority priority) throws InterruptedException {
        var queue =
                WorkQueue.<String>builder(clock).ageLimit(HIGH, ofSeconds(1)).build();
        queue.add("a", priority);
        queue.add("b", urgent);
        clock.advance(ofSeconds(7));
        assertThat(takeAll(queue)).containsExactly("b", "a");
    }

    @Test
    void everySecondKeyAtMostGoesAhead() throws InterruptedException {
        var queue = WorkQueue.<String>builder(clock).build();
        for (int i = 0; i < 3; i++) {
            queue.add("low " + i, LOW);
            queue.add("normal " + i, NORMAL);
        }
        clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 7; i++) {
            queue.add("high " + i, HIGH);
        }
        assertThat(takeAll(queue))
                .as("of the overdue ones that which is the most overdue: by 51 s, or by 34 s")
                .containsExactly(
                        "normal 0",
                        "high 0",
                        "normal 1",
                        "high 1",
                        "normal 2",
                        "high 2",
                        "low 0",
                        "high 3",
                        "low 1",
                        "high 4",
                        "low 2",
                        "high 5",
                        "high 6");
    }

    /** One worker that always has urgent keys to do, and others that need 30 % of its time. */
    @ParameterizedTest
    @CsvSource({
        "1000, 2000, false",
        "2000, 1000, false",
        "500, 5000, false",
        "1000, 2000, true",
        "300, 300, true",
    })
    void theLimitsHoldThoughUrgentKeysNeverEnd(long normalMillis, long lowMillis, boolean fair)
            throws InterruptedException {
        var builder = WorkQueue.<Key>builder(clock)
                .ageLimit(NORMAL, ofMillis(normalMillis))
                .ageLimit(LOW, ofMillis(lowMillis));
        var queue = (fair ? builder.fairBy(key -> key.number() % 3) : builder).build();
        for (int turn = 0; turn < 20_000; turn++) {
            fill(queue, HIGH, 10);
            if (turn % 5 == 0) {
                addOne(queue, NORMAL);
            }
            if (turn % 10 == 0) {
                addOne(queue, LOW);
            }
            work(queue);
        }
        assertThat(longest.get(NORMAL)).isBetween(ofMillis(normalMillis / 8 * 7), ofMillis(normalMillis));
        assertThat(longest.get(LOW)).isBetween(ofMillis(lowMillis / 8 * 7), ofMillis(lowMillis));
        assertThat(taken.get(HIGH)).isGreaterThanOrEqualTo(14_000);
    }

    @Test
    void aFloodOfOldKeysLeavesEverySecondTurnToUrgentOnes() throws InterruptedException {
        var queue = WorkQueue.<Key>builder(clock).build();
        fill(queue, LOW, 50_000);
        clock.advance(Duration.ofHours(1));
        for (int turn = 0; turn < 5_000; turn++) {
            fill(queue, NORMAL, 1);
            work(queue);
        }
        assertThat(taken.get(NORMAL)).isEqualTo(2_500);
        assertThat(longest.get(NORMAL)).isLessThanOrEqualTo(COST.multipliedBy(2));
    }

    private void fill(WorkQueue<Key> queue, Priority priority, int depth) {
        while (queue.stats().waiting().get(priority) < depth) {
            addOne(queue, priority);
        }
    }

    private void addOne(WorkQueue<Key> queue, Priority priority) {
        queue.add(new Key(priority, added.merge(priority, 1, Integer::sum)), priority);
    }

    private void work(WorkQueue<Key> queue) throws InterruptedException {
        var oldest = queue.stats().oldest();
        var key = queue.take();
        taken.merge(key.priority(), 1, Integer::sum);
        longest.merge(key.priority(), oldest.get(key.priority()), (a, b) -> a.compareTo(b) < 0 ? b : a);
        clock.advance(COST);
        queue.done(key);
    }

    private static List<String> takeAll(WorkQueue<String> queue) throws InterruptedException {
        var keys = new ArrayList<String>();
        while (queue.depth() > 0) {
            keys.add(queue.take());
        }
        return keys;
    }
}
