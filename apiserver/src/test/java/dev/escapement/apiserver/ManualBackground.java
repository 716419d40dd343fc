package dev.escapement.apiserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** Background work that is done when a test says so, on a clock that stands until a test moves it. */
final class ManualBackground implements Background, InstantSource {
    private record Later(Instant at, Runnable task) {}

    private final Queue<Runnable> soon = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public void run(Runnable task) {
        soon.add(task);
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        Later entry = new Later(now.plus(delay), task);
        later.add(entry);
        return () -> later.remove(entry);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Does all that is to be done now. */
    void settle() {
        for (Runnable task = soon.poll(); task != null; task = soon.poll()) {
            task.run();
        }
    }

    /** Moves the clock on and does what is due. */
    void pass(Duration duration) {
        Instant until = now.plus(duration);
        while (true) {
            settle();
            Later next = later.stream()
                    .min(Comparator.comparing(Later::at))
                    .filter(entry -> !entry.at.isAfter(until))
                    .orElse(null);
            if (next == null) {
                break;
            }
            later.remove(next);
            now = next.at;
            next.task.run();
        }
        now = until;
    }

    @Override
    public void close() {
        soon.clear();
        later.clear();
    }
}
