package dev.escapement.bench;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Lets 100 000 timers become due in the course of a time, or all at one instant, and counts from the moment asked for.
 *
 * <p>There is a pause after each hundred that is scheduled, as for controller-runtime's priority queue. A smaller round before
 * that warms up.
 */
final class Lateness {
    private static final long SECOND = 1_000_000_000;

    private Lateness() {}

    /** Spread over a time; zero is one instant. */
    static Figures measure(TimerSubject.Maker maker, Duration spread) {
        round(maker, 20_000, SECOND, spread.toNanos() / 20);
        return round(maker, 100_000, 4 * SECOND, spread.toNanos());
    }

    private static Figures round(TimerSubject.Maker maker, int items, long ahead, long spread) {
        var keys = Keys.of(items);
        var random = new Random(1);
        long from = System.nanoTime() + ahead;
        var due = new long[items];
        var late = new long[items];
        var fires = new AtomicIntegerArray(items);
        for (int i = 0; i < items; i++) {
            due[i] = from + (spread == 0 ? 0 : random.nextLong(spread));
        }
        try (var timers = maker.make(key -> {
            int number = Keys.number(key);
            late[number] = System.nanoTime() - due[number];
            fires.incrementAndGet(number);
        })) {
            for (int i = 0; i < items; i++) {
                timers.schedule(keys[i], Duration.ofNanos(due[i] - System.nanoTime()));
                if (i % 100 == 99) {
                    Workers.sleep(500_000);
                }
            }
            Heap.live(); // so that nothing that came before is collected meanwhile
            long limit = from + spread + 10 * SECOND;
            while (System.nanoTime() < from + spread || (fired(fires) < items && System.nanoTime() < limit)) {
                Workers.sleep(10_000_000);
            }
        }
        int fired = fired(fires); // reads what the actions wrote before
        int twice =
                (int) IntStream.range(0, items).filter(i -> fires.get(i) > 1).count();
        return new Figures().percentiles(late, 1e6, "ms").with("fired", fired).with("twice", twice);
    }

    private static int fired(AtomicIntegerArray fires) {
        return (int)
                IntStream.range(0, fires.length()).filter(i -> fires.get(i) > 0).count();
    }
}
