package dev.escapement.time;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/** A thread that calls the action of {@link Timers}, and the items that it has taken out to call it with. */
final class Caller<K> {
    private volatile Batch<K> batch;
    /** How often it has begun a call; only its own thread counts. */
    private final AtomicInteger calls = new AtomicInteger();

    private int callsThen = -1;

    Caller(Batch<K> batch) {
        this.batch = batch;
    }

    /** The next of its items; null when there is none. */
    @Nullable
    K next() {
        calls.setRelease(calls.getPlain() + 1);
        return batch.take();
    }

    Batch<K> batch() {
        return batch;
    }

    void take(Batch<K> other) {
        batch = other;
    }

    /** Remembers how far it is. */
    void look() {
        callsThen = calls.get();
    }

    /** Whether it has got on since one looked. */
    boolean getsOn() {
        return calls.get() != callsThen;
    }
}
