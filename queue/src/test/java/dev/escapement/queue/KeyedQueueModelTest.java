package dev.escapement.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.TreeMap;

import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random operations on the queue and on the simplest thing that could be right. */
class KeyedQueueModelTest {
    @Test
    void behavesAsTheModelForAThousandSeeds() throws InterruptedException {
        for (long seed = 0; seed < 1000; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) throws InterruptedException {
        var random = new SplittableRandom(seed);
        var clock = VirtualClock.at(Instant.EPOCH);
        var queue = WorkQueue.<Integer>builder(clock).build();
        var dirty = new HashSet<Integer>();
        var processing = new HashSet<Integer>();
        var schedule = new TreeMap<Integer, Long>();
        for (int step = 0; step < 200; step++) {
            int key = random.nextInt(6);
            switch (random.nextInt(6)) {
                case 0 -> {
                    queue.add(key, random.nextBoolean() ? WorkQueue.Priority.LOW : WorkQueue.Priority.NORMAL);
                    dirty.add(key);
                    schedule.remove(key);
                }
                case 1 -> {
                    long delay = random.nextLong(1, 11);
                    queue.addAfter(key, Duration.ofNanos(delay));
                    if (!dirty.contains(key)) {
                        schedule.put(key, clock.nanos() + delay);
                    }
                }
                case 2 -> {
                    queue.cancel(key);
                    schedule.remove(key);
                }
                case 3 -> {
                    clock.advance(Duration.ofNanos(random.nextInt(5)));
                    schedule.entrySet().removeIf(e -> e.getValue() <= clock.nanos() && dirty.add(e.getKey()));
                }
                case 4 -> {
                    if (queue.depth() > 0) {
                        var taken = queue.take();
                        assertThat(dirty.remove(taken) && processing.add(taken))
                                .as("seed %d step %d: %s may be taken", seed, step, taken)
                                .isTrue();
                    }
                }
                default -> {
                    if (processing.remove(key)) {
                        queue.done(key);
                    }
                }
            }
            var waiting = new HashSet<>(dirty);
            waiting.removeAll(processing);
            assertThat(new int[] {queue.depth(), queue.processing(), queue.scheduled()})
                    .as("seed %d step %d", seed, step)
                    .containsExactly(waiting.size(), processing.size(), schedule.size());
        }
    }
}
