package dev.escapement.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import dev.escapement.client.ObjectKey;

/**
 * A million timers: scheduled for in one to two hours, in random order, then each for an hour earlier (which all that can
 * reschedule can do; client-go's queues ignore a later time), then cancelled. Two rounds before that warm up.
 */
final class TimerCost {
    static final int MILLION = 1_000_000;

    private static final Duration HOUR = Duration.ofHours(1);

    private TimerCost() {}

    static Figures measure(TimerSubject.Maker maker) {
        var keys = Keys.of(MILLION);
        var random = new Random(1);
        var late = new Duration[4096];
        Arrays.setAll(late, i -> HOUR.plusNanos(random.nextLong(HOUR.toNanos())));
        var early = Arrays.stream(late)
                .map(delay -> delay.minus(HOUR).plusMinutes(1))
                .toArray(Duration[]::new);
        round(maker, keys, late, early);
        round(maker, keys, late, early);
        return round(maker, keys, late, early);
    }

    private static Figures round(TimerSubject.Maker maker, ObjectKey[] keys, Duration[] late, Duration[] early) {
        var figures = new Figures();
        try (var timers = maker.make(key -> {})) {
            Workers.sleep(100_000_000); // until the last round's threads have let go of it
            long before = Heap.live();
            figures.with("schedule_ns", schedule(timers, keys, late));
            figures.with("bytes", (Heap.live() - before) / (double) keys.length);
            if (timers.reschedules()) {
                figures.with("reschedule_ns", schedule(timers, keys, early));
                figures.with("bytes_rescheduled", (Heap.live() - before) / (double) keys.length);
            }
            if (timers.cancels()) {
                long start = System.nanoTime();
                for (var key : keys) {
                    timers.cancel(key);
                }
                figures.with("cancel_ns", (System.nanoTime() - start) / (double) keys.length);
            }
        }
        return figures;
    }

    private static double schedule(TimerSubject timers, ObjectKey[] keys, Duration[] delays) {
        long start = System.nanoTime();
        for (int i = 0; i < keys.length; i++) {
            timers.schedule(keys[i], delays[i % delays.length]);
        }
        return (System.nanoTime() - start) / (double) keys.length;
    }
}
