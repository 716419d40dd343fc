package dev.escapement.bench;

import java.time.Duration;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.ObjectKey;

/**
 * Lets 100 000 timers become due in the course of a time, or all at one instant, and counts from the moment asked for.
 *
 * <p>There is a pause after each hundred that is scheduled, as for controller-runtime's priority queue. Smaller rounds before
 * that warm up.
 */
final class Lateness {
    private static final long SECOND = 1_000_000_000;

    private Lateness() {}

    /** Spread over a time; zero is one instant. */
    static Figures measure(TimerSubject.Maker maker, Duration spread) {
        for (int warm = 0; warm < 3; warm++) {
            round(maker, 30_000, SECOND, spread.toNanos() / 20);
        }
        return round(maker, 100_000, 4 * SECOND, spread.toNanos());
    }

    private static Figures round(TimerSubject.Maker maker, int items, long ahead, long spread) {
        var keys = Keys.of(items);
        var random = new Random(1);
        long from = System.nanoTime() + ahead;
        var due = new long[items];
        for (int i = 0; i < items; i++) {
            due[i] = from + (spread == 0 ? 0 : random.nextLong(spread));
        }
        var calls = new Calls(items);
        try (var timers = maker.make(calls::note)) {
            for (int i = 0; i < items; i++) {
                timers.schedule(keys[i], Duration.ofNanos(due[i] - System.nanoTime()));
                if (i % 100 == 99) {
                    Workers.sleep(500_000);
                }
            }
            Heap.collect(); // so that nothing that came before is collected meanwhile
            long limit = from + spread + 10 * SECOND;
            while (System.nanoTime() < from + spread || (calls.count.get() < items && System.nanoTime() < limit)) {
                Workers.sleep(10_000_000);
            }
        }
        Workers.sleep(10_000_000); // until the last call has been noted
        return calls.lateness(due);
    }

    /** What was called when, noted without a look at the key, which would cost as much as the call. */
    private static final class Calls {
        private final AtomicInteger count = new AtomicInteger();
        private final ObjectKey[] keys;
        private final long[] at;

        Calls(int items) {
            keys = new ObjectKey[2 * items]; // there is room for keys that come twice
            at = new long[2 * items];
        }

        void note(ObjectKey key) {
            int call = count.getAndIncrement();
            keys[call] = key;
            at[call] = System.nanoTime();
        }

        Figures lateness(long[] due) {
            var late = new long[count.get()];
            var fired = new BitSet();
            for (int call = 0; call < late.length; call++) {
                int number = Keys.number(keys[call]);
                late[call] = at[call] - due[number];
                fired.set(number);
            }
            return new Figures()
                    .percentiles(late, 1e6, "ms")
                    .with("fired", fired.cardinality())
                    .with("twice", late.length - fired.cardinality());
        }
    }
}
