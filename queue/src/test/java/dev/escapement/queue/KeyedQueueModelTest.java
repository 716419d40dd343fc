package dev.escapement.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Random operations on the queue and on the {@linkplain QueueModel simplest thing that could be right}. */
@Timeout(120)
class KeyedQueueModelTest {
    private static final long NORMAL_LIMIT = 16;
    private static final long LOW_LIMIT = 40;

    @ParameterizedTest
    @CsvSource({"4000, 5, 150", "1000, 30, 200", "60, 300, 1200"})
    void behavesAsTheModelForEachSeed(int seeds, int keys, int steps) {
        for (long seed = 0; seed < seeds; seed++) {
            new Comparison(seed, keys).run(steps);
        }
    }

    @Test
    void theComparisonTellsSeedStepAndOperations() {
        var comparison = new Comparison(1, 5);
        comparison.run(10);
        comparison.model.adds++;
        assertThatThrownBy(() -> comparison.run(1)).hasMessageContainingAll("seed 1 step 11", "adds", "\n");
    }

    /** Lets adds be written down as if many threads wanted the lock. */
    static void writeDown(WorkQueue<Integer> queue) {
        ((KeyedQueue<Integer>) queue).lock.arrivals.becomeMany();
    }

    private static final class Comparison {
        private final long seed;
        private final int keys;
        private final SplittableRandom random;
        private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
        private final WorkQueue<Integer> queue = WorkQueue.<Integer>builder(clock)
                .ageLimit(Priority.NORMAL, ofNanos(NORMAL_LIMIT))
                .ageLimit(Priority.LOW, ofNanos(LOW_LIMIT))
                .limiter((key, failures) -> ofNanos(retryDelay(key, failures)))
                .build();
        private final QueueModel model = new QueueModel(Long.MAX_VALUE / 2, NORMAL_LIMIT, LOW_LIMIT);
        private final List<String> operations = new ArrayList<>();

        Comparison(long seed, int keys) {
            this.seed = seed;
            this.keys = keys;
            this.random = new SplittableRandom(seed);
            if (seed % 2 == 1) {
                writeDown(queue);
            }
        }

        void run(int steps) {
            try {
                int end = operations.size() + steps;
                while (operations.size() < end) {
                    step();
                    compare();
                }
                compareAll();
            } catch (AssertionError | RuntimeException | InterruptedException e) {
                throw new AssertionError(
                        "seed %d step %d: %s%n%s"
                                .formatted(seed, operations.size(), e.getMessage(), String.join("\n", operations)),
                        e);
            }
        }

        private void step() throws InterruptedException {
            int key = random.nextInt(keys);
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> add(key);
                case 3, 4 -> addLater(key);
                case 5, 6 -> retry(key);
                case 7 -> forgetOrCancel(key);
                case 8, 9, 10 -> advance();
                case 11, 12, 13 -> take();
                case 14 -> takeUpTo(random.nextInt(1, 5));
                case 15, 16, 17, 18 -> done(key);
                default -> rareThings();
            }
        }

        private void add(int key) throws InterruptedException {
            var priority = Priority.values()[random.nextInt(3)];
            var why = random.nextBoolean() ? "reason " + operations.size() : null;
            log("add " + key + " " + priority + " " + why);
            queue.add(key, priority, why);
            model.add(key, priority, why);
        }

        private void addLater(int key) {
            long delay = random.nextLong(-1, 12);
            boolean within = random.nextBoolean();
            log((within ? "addWithin " : "addAfter ") + key + " " + delay);
            if (within) {
                queue.addWithin(key, ofNanos(delay));
            } else {
                queue.addAfter(key, ofNanos(delay));
            }
            model.schedule(key, delay, within, 0);
        }

        private void retry(int someKey) {
            var processing = model.processing();
            int key = processing.isEmpty() || random.nextInt(4) == 0 ? someKey : any(processing);
            int failures = model.failures(key) + 1;
            log("retry " + key + " -> " + failures);
            check("failures", failures, queue.retry(key));
            model.schedule(key, retryDelay(key, failures), false, failures);
        }

        private void forgetOrCancel(int key) {
            if (random.nextBoolean()) {
                log("forget " + key);
                queue.forget(key);
                model.forget(key);
            } else {
                log("cancel " + key);
                check("cancelled", model.cancel(key), queue.cancel(key));
            }
        }

        private void advance() {
            long by = random.nextInt(3) == 0 ? random.nextLong(20) : random.nextLong(3);
            log("advance " + by);
            clock.advance(ofNanos(by));
            model.advance(by);
        }

        private void take() throws InterruptedException {
            if (model.depth() > 0) {
                int expected = model.take();
                log("take -> " + expected);
                check("taken", expected, queue.take());
            } else if (model.closed) {
                log("take -> null");
                check("taken", null, queue.take());
            }
        }

        private void takeUpTo(int max) throws InterruptedException {
            if (model.depth() > 0 || model.closed) {
                var expected = new ArrayList<Integer>();
                while (expected.size() < max && model.depth() > 0) {
                    expected.add(model.take());
                }
                log("takeUpTo " + max + " -> " + expected);
                var taken = new ArrayList<Integer>();
                check("number taken", expected.size(), queue.takeUpTo(taken, max));
                check("taken", expected, taken);
            }
        }

        private void done(int someKey) {
            var processing = model.processing();
            if (processing.isEmpty()) {
                log("done " + someKey + " is refused");
                assertThatThrownBy(() -> queue.done(someKey)).isInstanceOf(IllegalStateException.class);
            } else {
                int key = any(processing);
                log("done " + key);
                queue.done(key);
                model.done(key);
            }
        }

        private void rareThings() throws InterruptedException {
            switch (random.nextInt(60)) {
                case 0 -> {
                    log("drain");
                    model.drain();
                    beginToDrain();
                }
                case 1 -> {
                    log("shutDown");
                    queue.shutDown();
                    model.shutDown();
                }
                default -> {
                    int limit = random.nextInt(10);
                    log("waiting " + limit);
                    check("waiting", model.tellWaiting(limit), queue.waiting(limit));
                    compareAll();
                }
            }
        }

        private void beginToDrain() {
            Thread.currentThread().interrupt();
            try {
                queue.drain();
                check("drained at once", true, model.closed);
            } catch (InterruptedException e) {
                check("not drained at once", false, model.closed);
            } finally {
                Thread.interrupted();
            }
        }

        private void compare() {
            check("depth", model.depth(), queue.depth());
            check("processing", model.processing().size(), queue.processing());
            check("scheduled", model.scheduledCount(), queue.scheduled());
        }

        private void compareAll() {
            check("waiting", model.tellWaiting(1000), queue.waiting(1000));
            check("working", model.tellWorking(), queue.working());
            check("flows", List.of(), queue.flows());
            var stats = queue.stats();
            for (var priority : Priority.values()) {
                check(
                        "waiting " + priority,
                        model.waitingCount(priority),
                        stats.waiting().get(priority));
                check(
                        "oldest " + priority,
                        ofNanos(model.oldest(priority)),
                        stats.oldest().get(priority));
            }
            check("adds", model.adds, stats.adds());
            check("retries", model.schedules, stats.retries());
            check("unfinished", ofNanos(model.unfinished()), stats.unfinished());
            check("longest", ofNanos(model.longest()), stats.longest());
            check("times waited", model.taken, stats.waited().count());
            check("waited", ofNanos(model.waited), stats.waited().total());
            check("times worked", model.given, stats.worked().count());
            check("worked", ofNanos(model.worked), stats.worked().total());
            check("depth", model.depth(), stats.depth());
        }

        private int any(List<Integer> of) {
            return of.get(random.nextInt(of.size()));
        }

        private void log(String operation) {
            operations.add(operation);
        }

        private static void check(String what, Object expected, Object actual) {
            if (!Objects.equals(expected, actual)) {
                throw new AssertionError(what + " should be " + expected + ", but is " + actual);
            }
        }

        private static long retryDelay(int key, int failures) {
            return (key + failures * 2L) % 7;
        }
    }
}
