package dev.escapement.bench;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import dev.escapement.queue.WorkQueue.Priority;

/**
 * The waits of LOW keys while workers never lack HIGH ones: 64 HIGH keys come back as soon as they are done, four workers
 * spend 1 ms on each key, and a LOW key is added every 50 ms.
 */
final class Starvation {
    private static final int HIGH = 64;
    private static final int WORKERS = 4;
    private static final long COST = 1_000_000;
    private static final long EVERY = 50_000_000;
    private static final long WINDOW = 9_000_000_000L;

    private Starvation() {}

    static Figures measure(Supplier<Subject> subjects) {
        var queue = subjects.get();
        var waits = new Waits();
        var highs = new LongAdder();
        for (int i = 0; i < HIGH; i++) {
            queue.add(Keys.of("high", i), Priority.HIGH);
        }
        Workers.start(queue, WORKERS, key -> {
            if (key.namespace().equals("high")) {
                highs.increment();
                queue.add(key, Priority.HIGH); // comes back when it is done
            } else {
                waits.taken(key);
            }
            Workers.sleep(COST);
        });
        long start = System.nanoTime();
        long end = start + WINDOW;
        for (long next = start; next < end; next += EVERY) {
            Workers.sleep(next - System.nanoTime());
            var key = Keys.of("low", waits.next());
            waits.adding();
            queue.add(key, Priority.LOW);
        }
        Workers.sleep(end - System.nanoTime()); // for the last keys
        var samples = waits.since(start, end);
        int served = waits.served(start);
        queue.shutDown();
        return new Figures()
                .percentiles(samples, 1e6, "ms")
                .with("limit_ms", (double) Subject.AGE_LIMIT.toMillis())
                .with("added", samples.length)
                .with("served", served)
                .with("high_per_s", highs.sum() * 1e9 / WINDOW);
    }
}
