package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random operations on timers and on a map of what is due when. */
class TimersModelTest {
    @ParameterizedTest
    @CsvSource({"6000, 5, 100", "1000, 40, 300", "10, 3000, 5000"})
    void behaveAsTheModelForEachSeed(int seeds, int items, int steps) {
        for (long seed = 0; seed < seeds; seed++) {
            new Trial(seed, items).run(steps);
        }
    }

    private record Due(long at, long order) {}

    private record Call(int item, long at) {}

    private static final class Trial {
        private final long seed;
        private final int items;
        private final SplittableRandom random;
        private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
        private final Timers<Integer> timers = new Timers<>(clock, this::fired);
        private final Map<Integer, Due> dues = new HashMap<>();
        private final List<Call> calls = new ArrayList<>();
        private final List<Call> expected = new ArrayList<>();
        private final List<String> operations = new ArrayList<>();
        private boolean closed;
        private long order;

        Trial(long seed, int items) {
            this.seed = seed;
            this.items = items;
            this.random = new SplittableRandom(seed);
        }

        void run(int steps) {
            try {
                for (int i = 0; i < steps; i++) {
                    step(random.nextInt(items));
                    check("calls", expected.size(), calls.size());
                    check("size", dues.size(), timers.size());
                }
                advance(1_000);
                check("calls", expected, calls);
                timers.close();
                check("alarms that are left", 0, clock.pending());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed %d step %d: %s%n%s"
                                .formatted(seed, operations.size(), e.getMessage(), String.join("\n", operations)),
                        e);
            }
        }

        private void step(int item) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    long delay = random.nextLong(-2, 20);
                    operations.add("schedule " + item + " " + delay);
                    timers.schedule(item, Duration.ofNanos(delay));
                    schedule(item, delay);
                }
                case 3 -> {
                    long delay = random.nextLong(-2, 20);
                    operations.add("scheduleWithin " + item + " " + delay);
                    var known = dues.get(item);
                    boolean earlier = !closed && (known == null || known.at > clock.nanos() + Math.max(0, delay));
                    check("scheduled", earlier, timers.scheduleWithin(item, Duration.ofNanos(delay)));
                    if (earlier) {
                        schedule(item, delay);
                    }
                }
                case 4 -> {
                    operations.add("cancel " + item);
                    check("cancelled", dues.remove(item) != null, timers.cancel(item));
                }
                case 5 -> {
                    operations.add("remaining " + item);
                    var due = dues.get(item);
                    check(
                            "remaining",
                            due == null ? null : Duration.ofNanos(due.at - clock.nanos()),
                            timers.remaining(item));
                }
                case 6 -> {
                    long by = random.nextLong(10);
                    operations.add("advance " + by);
                    advance(by);
                }
                default -> {
                    if (random.nextInt(300) == 0) {
                        operations.add("close");
                        timers.close();
                        closed = true;
                        dues.clear();
                    }
                }
            }
        }

        /** Some items schedule themselves anew, and some cancel others. */
        private void fired(int item) {
            calls.add(new Call(item, clock.nanos()));
            if (item % 7 == 1) {
                timers.schedule(item, Duration.ofNanos(item + 1));
            }
            if (item % 11 == 2) {
                timers.cancel(item + 1);
            }
        }

        private void advance(long by) {
            long target = clock.nanos() + by;
            clock.advance(Duration.ofNanos(by));
            while (true) {
                var next = dues.entrySet().stream()
                        .filter(e -> e.getValue().at <= target)
                        .min(Comparator.comparingLong((Map.Entry<Integer, Due> e) -> e.getValue().at)
                                .thenComparingLong(e -> e.getValue().order));
                if (next.isEmpty()) {
                    return;
                }
                int item = next.get().getKey();
                long at = next.get().getValue().at;
                dues.remove(item);
                expected.add(new Call(item, at));
                if (item % 7 == 1) {
                    dues.put(item, new Due(at + item + 1, order++));
                }
                if (item % 11 == 2) {
                    dues.remove(item + 1);
                }
            }
        }

        private void schedule(int item, long delay) {
            if (!closed) {
                dues.put(item, new Due(clock.nanos() + Math.max(0, delay), order++));
            }
        }

        private static void check(String what, Object expected, Object actual) {
            if (!Objects.equals(expected, actual)) {
                throw new AssertionError(what + " should be " + expected + ", but is " + actual);
            }
        }
    }
}
