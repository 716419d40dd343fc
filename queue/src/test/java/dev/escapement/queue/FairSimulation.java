package dev.escapement.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;

/** Workers on a virtual clock that take keys of a fair queue, and what time each flow has had of them. */
final class FairSimulation {
    /** A key whose work takes the flow's cost. */
    record Key(String flow, int number) {}

    final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    final WorkQueue<Key> queue;
    /** By flow, the worker time in microseconds; and the longest time that one of its keys has waited. */
    final Map<String, Long> worked = new HashMap<>();

    final Map<String, Long> longestWait = new HashMap<>();
    private final Map<Key, Long> since = new HashMap<>();
    private final ToLongFunction<Key> cost;
    private int free;

    /** @param cost what a key's work takes, in microseconds */
    FairSimulation(int workers, Duration quantum, ToLongFunction<Key> cost) {
        this.queue = WorkQueue.<Key>builder(clock)
                .fairBy(Key::flow)
                .quantum(quantum)
                .ageLimit(Priority.NORMAL, Duration.ofDays(1))
                .ageLimit(Priority.LOW, Duration.ofDays(1))
                .build();
        this.cost = cost;
        this.free = workers;
    }

    FairSimulation(int workers, ToLongFunction<Key> cost) {
        this(workers, Duration.ofMillis(5), cost);
    }

    /** Keeps so many keys of a flow waiting or with workers, for ever. */
    void flood(String flow, int keys) {
        for (int i = 0; i < keys; i++) {
            add(new Key(flow, i), Priority.NORMAL);
        }
    }

    /** Adds a key of a flow again and again. */
    void every(Duration interval, String flow, Priority priority) {
        clock.schedule(interval, () -> {
            add(new Key(flow, -1), priority);
            every(interval, flow, priority);
        });
    }

    void add(Key key, Priority priority) {
        since.putIfAbsent(key, clock.nanos());
        queue.add(key, priority);
    }

    void run(Duration duration) throws InterruptedException {
        long end = clock.nanos() + duration.toNanos();
        work();
        while (clock.nanos() < end && clock.step()) {
            work();
        }
    }

    long worked(String flow) {
        return worked.getOrDefault(flow, 0L);
    }

    Duration longestWait(String flow) {
        return Duration.ofNanos(longestWait.getOrDefault(flow, 0L));
    }

    private void work() throws InterruptedException {
        while (free > 0 && queue.depth() > 0) {
            free--;
            var key = queue.take();
            if (key == null) {
                throw new IllegalStateException("the queue was shut down");
            }
            longestWait.merge(key.flow, clock.nanos() - since.remove(key), Math::max);
            long micros = cost.applyAsLong(key);
            clock.schedule(Duration.ofNanos(micros * 1000), () -> {
                free++;
                worked.merge(key.flow, micros, Long::sum);
                queue.done(key);
                if (key.number >= 0) {
                    add(key, Priority.NORMAL);
                }
            });
        }
    }
}
