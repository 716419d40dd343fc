package dev.escapement.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

import dev.escapement.client.ObjectKey;

/**
 * Lets 100 000 timers become due in the course of a time, or all at one instant, and counts from the moment asked for.
 *
 * <p>There is a pause after each hundred that is scheduled, as for controller-runtime's priority queue.
 */
final class Lateness {
    private static final int ITEMS = 100_000;
    private static final long SECOND = 1_000_000_000;

    private Lateness() {}

    /** Spread over a time. */
    static Figures measure(TimerSubject.Maker maker, Duration spread) {
        for (int warm = 0; warm < 3; warm++) {
            round(maker, ITEMS * 3 / 10, SECOND, spread.toNanos() / 20);
        }
        return round(maker, ITEMS, 4 * SECOND, spread.toNanos());
    }

    /** All at one instant, for the first time in a process and after some times. */
    static Figures burst(TimerSubject.Maker maker) {
        var first = round(maker, ITEMS, 4 * SECOND, 0);
        for (int warm = 0; warm < 5; warm++) {
            round(maker, ITEMS, 2 * SECOND, 0);
        }
        return round(maker, ITEMS, 4 * SECOND, 0).with("first_max_ms", first.get("max_ms"));
    }

    private static Figures round(TimerSubject.Maker maker, int items, long ahead, long spread) {
        var keys = Keys.of(items);
        var random = new Random(1);
        long from = System.nanoTime() + ahead;
        var due = new long[items];
        for (int i = 0; i < items; i++) {
            due[i] = from + (spread == 0 ? 0 : random.nextLong(spread));
        }
        var calls = new Calls();
        try (var timers = maker.make(calls::note)) {
            for (int i = 0; i < items; i++) {
                timers.schedule(keys[i], Duration.ofNanos(due[i] - System.nanoTime()));
                if (i % 100 == 99) {
                    Workers.sleep(500_000);
                }
            }
            Heap.collect(); // so that nothing that came before is collected meanwhile
            long limit = from + spread + 10 * SECOND;
            while (System.nanoTime() < from + spread || (calls.count.sum() < items && System.nanoTime() < limit)) {
                Workers.sleep(10_000_000);
            }
        }
        Workers.sleep(10_000_000); // until the last call has been noted
        return calls.lateness(due);
    }

    /**
     * What was called when, noted without a look at the key, which would cost as much as the call. Each thread has a list of its
     * own, which begins as a new object: notes in one array of long standing cost three times as much as what is measured, as
     * processors and the garbage collector hear of each.
     */
    private static final class Calls {
        private final LongAdder count = new LongAdder();
        private final Queue<Notes> all = new ConcurrentLinkedQueue<>();
        private final ThreadLocal<Notes> mine = ThreadLocal.withInitial(() -> {
            var notes = new Notes();
            all.add(notes);
            return notes;
        });

        void note(ObjectKey key) {
            mine.get().add(key, System.nanoTime());
            count.increment();
        }

        Figures lateness(long[] due) {
            var late = new long[count.intValue()];
            int calls = 0;
            var fired = new BitSet();
            for (var notes : all) {
                for (int call = 0; call < notes.count; call++) {
                    int number = Keys.number(notes.keys[call]);
                    late[calls++] = notes.at[call] - due[number];
                    fired.set(number);
                }
            }
            return new Figures()
                    .percentiles(late, 1e6, "ms")
                    .with("fired", fired.cardinality())
                    .with("twice", late.length - fired.cardinality());
        }
    }

    private static final class Notes {
        private ObjectKey[] keys = new ObjectKey[16];
        private long[] at = new long[16];
        private int count;

        void add(ObjectKey key, long now) {
            if (count == at.length) {
                keys = Arrays.copyOf(keys, 2 * count);
                at = Arrays.copyOf(at, 2 * count);
            }
            keys[count] = key;
            at[count++] = now;
        }
    }
}
