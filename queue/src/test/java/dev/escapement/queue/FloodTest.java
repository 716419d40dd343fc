package dev.escapement.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import dev.escapement.time.VirtualClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** 99 flows that bring ten keys a second each, at random moments, to eight workers who need 6 ms for a key. */
class FloodTest {
    private static final int FLOWS = 99;
    private static final int WORKERS = 8;
    private static final Duration WORK = Duration.ofMillis(6);
    private static final Duration END = Duration.ofSeconds(8);

    private record Key(int flow, int number) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hardlyWaitLongerBesideAFloodThanWithoutOne(long seed) throws InterruptedException {
        double without = new Trial(seed).p99(0);
        double with = new Trial(seed).p99(10_000);
        // Absolute priority would give 1.9: a key that has begun is not interrupted.
        assertThat(with / without)
                .as("%.1f ms and %.1f ms", with / 1e6, without / 1e6)
                .isLessThan(2.2);
    }

    private static final class Trial {
        private final SplittableRandom random;
        private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
        private final WorkQueue<Key> queue =
                WorkQueue.<Key>builder(clock).fairBy(Key::flow).build();
        private final Map<Key, Long> added = new HashMap<>();
        private final List<Long> waits = new ArrayList<>();
        private int free = WORKERS;

        Trial(long seed) {
            random = new SplittableRandom(seed);
        }

        double p99(int flood) throws InterruptedException {
            for (int i = 0; i < flood; i++) {
                queue.add(new Key(0, i));
            }
            for (int flow = 1; flow <= FLOWS; flow++) {
                bring(flow, 0);
            }
            work();
            while (clock.nanos() < END.toNanos() && clock.step()) {
                work();
            }
            waits.sort(null);
            return waits.get(waits.size() * 99 / 100);
        }

        private void bring(int flow, int number) {
            long pause = (long) (-Math.log(1 - random.nextDouble()) * 100_000_000);
            clock.schedule(Duration.ofNanos(pause), () -> {
                var key = new Key(flow, number);
                added.put(key, clock.nanos());
                queue.add(key);
                bring(flow, number + 1);
            });
        }

        private void work() throws InterruptedException {
            while (free > 0 && queue.depth() > 0) {
                free--;
                var key = queue.take();
                var since = added.remove(key);
                if (since != null) {
                    waits.add(clock.nanos() - since);
                }
                clock.schedule(WORK, () -> {
                    free++;
                    queue.done(key);
                });
            }
        }
    }
}
