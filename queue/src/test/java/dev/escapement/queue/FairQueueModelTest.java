package dev.escapement.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import dev.escapement.queue.WorkQueue.FlowStats;
import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random operations on a fair queue, whose order is not foretold, but of which much must hold at each step. */
@Timeout(60)
class FairQueueModelTest {
    @ParameterizedTest
    @CsvSource({"2000, 6, 3, 200", "300, 100, 40, 500", "5, 3000, 300, 6000"})
    void losesNothingAndGivesNoKeyTwiceForEachSeed(int seeds, int keys, int flows, int steps) {
        for (long seed = 0; seed < seeds; seed++) {
            new Trial(seed, keys, flows).run(steps);
        }
    }

    private static final class Trial {
        private final long seed;
        private final int keys;
        private final int flows;
        private final SplittableRandom random;
        private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
        private final WorkQueue<Integer> queue;
        private final Map<Integer, Priority> dirty = new HashMap<>();
        private final Set<Integer> processing = new HashSet<>();
        private final Map<Integer, Long> due = new HashMap<>();
        private final List<String> operations = new ArrayList<>();

        Trial(long seed, int keys, int flows) {
            this.seed = seed;
            this.keys = keys;
            this.flows = flows;
            this.random = new SplittableRandom(seed);
            this.queue = WorkQueue.<Integer>builder(clock)
                    .fairBy(key -> "flow " + key % flows)
                    .quantum(Duration.ofNanos(random.nextInt(1, 20)))
                    .ageLimit(Priority.NORMAL, Duration.ofNanos(random.nextInt(1, 200)))
                    .ageLimit(Priority.LOW, Duration.ofNanos(random.nextInt(1, 200)))
                    .limiter((_, failures) -> Duration.ofNanos(failures % 5))
                    .build();
            if (seed % 2 == 1) {
                KeyedQueueModelTest.writeDown(queue);
            }
        }

        void run(int steps) {
            try {
                for (int i = 0; i < steps; i++) {
                    step(random.nextInt(keys));
                    compare();
                }
                empty();
            } catch (AssertionError | RuntimeException | InterruptedException e) {
                throw new AssertionError(
                        "seed %d step %d: %s%n%s"
                                .formatted(seed, operations.size(), e.getMessage(), String.join("\n", operations)),
                        e);
            }
        }

        private void step(int key) throws InterruptedException {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> {
                    var priority = Priority.values()[random.nextInt(3)];
                    operations.add("add " + key + " " + priority);
                    queue.add(key, priority);
                    due.remove(key);
                    want(key, priority);
                }
                case 4 -> {
                    long delay = random.nextLong(12);
                    operations.add("addAfter " + key + " " + delay);
                    queue.addAfter(key, Duration.ofNanos(delay));
                    schedule(key, delay);
                }
                case 5 -> {
                    operations.add("retry " + key);
                    schedule(key, queue.retry(key) % 5);
                }
                case 6 -> {
                    operations.add("cancel " + key);
                    check(queue.cancel(key) == (due.remove(key) != null), "cancel tells whether there was a schedule");
                }
                case 7 -> {
                    long by = random.nextLong(30);
                    operations.add("advance " + by);
                    clock.advance(Duration.ofNanos(by));
                    due.entrySet().removeIf(e -> {
                        boolean isDue = e.getValue() <= clock.nanos();
                        if (isDue) {
                            want(e.getKey(), Priority.NORMAL);
                        }
                        return isDue;
                    });
                }
                case 8, 9 -> take();
                default -> done();
            }
        }

        private void schedule(int key, long delay) {
            if (delay == 0) {
                due.remove(key);
                want(key, Priority.NORMAL);
            } else if (!dirty.containsKey(key)) {
                due.put(key, clock.nanos() + delay);
            }
        }

        private void want(int key, Priority priority) {
            dirty.merge(key, priority, (one, two) -> one.level < two.level ? one : two);
        }

        private void take() throws InterruptedException {
            if (queue.depth() > 0) {
                var key = queue.take();
                operations.add("take -> " + key);
                check(key != null && dirty.remove(key) != null, "the key was wanted");
                check(key != null && processing.add(key), "no other worker has the key");
            }
        }

        private void done() {
            if (!processing.isEmpty()) {
                int key = processing.stream()
                        .skip(random.nextInt(processing.size()))
                        .findFirst()
                        .orElseThrow();
                operations.add("done " + key);
                processing.remove(key);
                queue.done(key);
            }
        }

        private void compare() {
            int waiting = (int) dirty.keySet().stream()
                    .filter(key -> !processing.contains(key))
                    .count();
            check(queue.depth() == waiting, "depth is " + waiting);
            check(queue.processing() == processing.size(), "processing is " + processing.size());
            check(queue.scheduled() == due.size(), "scheduled is " + due.size());
            if (random.nextInt(10) == 0) {
                var told = queue.flows();
                check(told.stream().mapToInt(FlowStats::waiting).sum() == waiting, "flows wait as the queue does");
                check(
                        told.stream().mapToInt(FlowStats::processing).sum() == processing.size(),
                        "flows are in work as the queue is");
                check(told.stream().allMatch(flow -> flow.waiting() + flow.processing() > 0), "each flow has keys");
                check(told.size() <= flows, "a flow is told of once");
                check(
                        queue.waiting(keys).stream().allMatch(w -> w.priority() == dirty.get(w.key())),
                        "each waits at its priority");
            }
        }

        /** Each key that is wanted is handed out once more, and then nothing is left. */
        private void empty() throws InterruptedException {
            while (!processing.isEmpty() || !dirty.isEmpty()) {
                take();
                done();
            }
            clock.advance(Duration.ofNanos(100));
            var late = new HashSet<Integer>();
            while (queue.depth() > 0) {
                var key = queue.take();
                check(key != null && late.add(key), "a schedule comes once");
                queue.done(key);
            }
            check(late.equals(due.keySet()), "all schedules come");
            due.clear();
            compare();
            check(queue.flows().isEmpty(), "no flow has keys any more");
        }

        private static void check(boolean holds, String what) {
            if (!holds) {
                throw new AssertionError("it does not hold that " + what);
            }
        }
    }
}
