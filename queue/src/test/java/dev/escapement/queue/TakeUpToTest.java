package dev.escapement.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TakeUpToTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final WorkQueue<Integer> queue = WorkQueue.<Integer>builder(clock).build();
    private final List<Integer> keys = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void atLeastOneMustBeAskedFor(int max) {
        queue.add(1);
        assertThatThrownBy(() -> queue.takeUpTo(keys, max))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max must be at least 1, but is " + max);
        assertThat(queue.depth()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 4", "5, 5", "6, 5", "2147483647, 5"})
    void takesAsManyAsThereAreUpToTheNumber(int max, int expected) throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            queue.add(i);
        }
        keys.add(-1);
        assertThat(queue.takeUpTo(keys, max)).isEqualTo(expected);
        assertThat(keys)
                .as("behind what was there")
                .isEqualTo(List.of(-1, 0, 1, 2, 3, 4).subList(0, expected + 1));
        assertThat(queue.depth()).isEqualTo(5 - expected);
        assertThat(queue.processing()).isEqualTo(expected);
    }

    @Test
    void theMoreUrgentComeFirst() throws InterruptedException {
        for (int i = 0; i < 9; i++) {
            queue.add(i, Priority.values()[i % 3]);
        }
        assertThat(queue.takeUpTo(keys, 7)).isEqualTo(7);
        assertThat(keys).containsExactly(0, 3, 6, 1, 4, 7, 2);
    }

    @Test
    void aKeyThatIsWantedAgainIsNotTakenBeforeItIsGivenBack() throws InterruptedException {
        queue.add(1);
        queue.add(2);
        assertThat(queue.takeUpTo(keys, 1)).isEqualTo(1);
        queue.add(1);
        queue.add(1, Priority.HIGH);
        assertThat(queue.takeUpTo(keys, 10)).isEqualTo(1);
        assertThat(keys).containsExactly(1, 2);
        keys.forEach(queue::done);
        assertThat(queue.takeUpTo(keys, 10)).isEqualTo(1);
        assertThat(keys).containsExactly(1, 2, 1);
    }

    @Test
    void eachIsGivenBackByItself() throws InterruptedException {
        queue.add(1);
        queue.add(2);
        queue.takeUpTo(keys, 2);
        queue.done(2);
        assertThat(queue.working()).extracting(WorkQueue.Working::key).containsExactly(1);
        assertThatThrownBy(() -> queue.done(2)).isInstanceOf(IllegalStateException.class);
    }

    /** Also where flows take turns, and where keys go ahead for their age. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOrderIsThatOfOneByOneForEachSeed(boolean fair) throws InterruptedException {
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var many = build(fair);
            var single = build(fair);
            for (int step = 0; step < 50; step++) {
                for (int i = random.nextInt(20); i > 0; i--) {
                    int key = random.nextInt(60);
                    var priority = Priority.values()[random.nextInt(3)];
                    many.add(key, priority);
                    single.add(key, priority);
                }
                clock.advance(ofMillis(random.nextInt(10)));
                takeAndCompare(many, single, random);
            }
        }
    }

    private WorkQueue<Integer> build(boolean fair) {
        var builder = WorkQueue.<Integer>builder(clock)
                .ageLimit(Priority.NORMAL, ofMillis(16))
                .ageLimit(Priority.LOW, ofMillis(40));
        return (fair ? builder.fairBy(key -> key % 4) : builder).build();
    }

    private void takeAndCompare(WorkQueue<Integer> many, WorkQueue<Integer> single, SplittableRandom random)
            throws InterruptedException {
        if (many.depth() == 0) {
            return;
        }
        var taken = new ArrayList<Integer>();
        int count = many.takeUpTo(taken, random.nextInt(1, 30));
        var expected = new ArrayList<Integer>();
        while (expected.size() < count) {
            expected.add(single.take());
        }
        assertThat(taken).isEqualTo(expected);
        assertThat(new HashSet<>(taken)).as("no key twice").hasSize(count);
        clock.advance(ofMillis(random.nextInt(10)));
        taken.forEach(many::done);
        expected.forEach(single::done);
    }

    @Test
    void waitsForTheFirstKey() throws InterruptedException {
        var worker = Thread.ofPlatform().start(() -> {
            try {
                queue.takeUpTo(keys, 10);
            } catch (InterruptedException e) {
                keys.add(-1);
            }
        });
        while (worker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        queue.add(1);
        worker.join();
        assertThat(keys).containsExactly(1);
    }
}
