package dev.escapement.queue;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.queue.WorkQueue.Waiting;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;

/** Many keys that are written down before anybody enters them, and the same ones added at once. */
class ArrivalsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 32, 33, 255, 256, 257, 511, 513, 2_000})
    void keysThatWereWrittenDownAreThoseThatWereAdded(int adds) {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(waiting(adds, seed, true)).isEqualTo(waiting(adds, seed, false));
        }
    }

    private static List<Waiting<Integer>> waiting(int adds, long seed, boolean written) {
        var random = new SplittableRandom(seed);
        var clock = VirtualClock.at(Instant.EPOCH);
        var queue = (KeyedQueue<Integer>)
                WorkQueue.<Integer>builder(clock).fairBy(key -> key % 3).build();
        for (int i = 0; i < adds; i++) {
            if (written) {
                queue.lock.arrivals.becomeMany();
            }
            var why = random.nextInt(4) == 0 ? "reason " + i : null;
            queue.add(random.nextInt(adds), Priority.values()[random.nextInt(3)], why);
            clock.advance(ofNanos(1));
        }
        assertThat(queue.lock.arrivals.isEmpty()).isEqualTo(!written || adds % 257 == 0);
        return queue.waiting(adds);
    }
}
