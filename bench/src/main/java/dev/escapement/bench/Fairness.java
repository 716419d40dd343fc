package dev.escapement.bench;

import java.util.Random;
import java.util.function.Supplier;

/**
 * Compares the waits of 99 light flows, of ten keys a second each, without and with a flow that has added 100 000 keys at
 * once. A flow is a namespace; eight workers spend 6 ms on each key, so the light flows need three quarters of them.
 *
 * <p>The keys come at random moments (a Poisson process), or in step: one of each flow every tenth of a second.
 */
final class Fairness {
    private static final int FLOWS = 99;
    private static final int PER_SECOND = 10;
    private static final int FLOOD = 100_000;
    private static final int WORKERS = 8;
    private static final long COST = 6_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long WARM = SECOND;
    private static final long WINDOW = 8 * SECOND;

    private Fairness() {}

    static Figures measure(Supplier<Subject> subjects, boolean inStep) {
        lightWaits(subjects.get(), 0, inStep, 2 * SECOND); // warms up
        var quiet = lightWaits(subjects.get(), 0, inStep, WINDOW);
        var flood = lightWaits(subjects.get(), FLOOD, inStep, WINDOW);
        return new Figures()
                .with("quiet_p50_ms", quiet.get("p50_ms"))
                .with("quiet_p99_ms", quiet.get("p99_ms"))
                .with("flood_p50_ms", flood.get("p50_ms"))
                .with("flood_p99_ms", flood.get("p99_ms"))
                .with("ratio", flood.get("p99_ms") / quiet.get("p99_ms"))
                .with("added", flood.get("added"))
                .with("served", flood.get("served"));
    }

    private static Figures lightWaits(Subject queue, int flood, boolean inStep, long window) {
        var waits = new Waits();
        var random = new Random(1);
        for (int i = 0; i < flood; i++) {
            queue.add(Keys.of("flood", i));
        }
        Workers.start(queue, WORKERS, key -> {
            if (!key.namespace().equals("flood")) {
                waits.taken(key);
            }
            Workers.sleep(COST);
        });
        long start = System.nanoTime();
        long end = start + WARM + window;
        double rate = FLOWS * PER_SECOND / (double) SECOND;
        for (long next = start; next < end; ) {
            Workers.sleep(next - System.nanoTime());
            if (inStep) {
                for (int flow = 0; flow < FLOWS; flow++) {
                    add(queue, waits, flow);
                }
                next += SECOND / PER_SECOND;
            } else {
                add(queue, waits, random.nextInt(FLOWS));
                next += (long) (random.nextExponential() / rate);
            }
        }
        Workers.sleep(end - System.nanoTime()); // for the last keys
        var samples = waits.since(start + WARM, end);
        int served = waits.served(start + WARM);
        queue.shutDown();
        return new Figures()
                .percentiles(samples, 1e6, "ms")
                .with("added", samples.length)
                .with("served", served);
    }

    private static void add(Subject queue, Waits waits, int flow) {
        var key = Keys.of("flow-" + flow, waits.next());
        waits.adding();
        queue.add(key);
    }
}
