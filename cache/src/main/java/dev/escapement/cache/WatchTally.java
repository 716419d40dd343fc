package dev.escapement.cache;

import java.time.Duration;

import dev.escapement.time.Clock;

/** Counts the watches of a reflector; written by one thread at a time, read by any. */
final class WatchTally {
    private final Clock clock;
    private volatile long begun;
    private volatile long heard;

    WatchTally(Clock clock) {
        this.clock = clock;
        this.heard = clock.nanos();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the reflector's thread only
    void begin() {
        begun++;
    }

    void heard() {
        heard = clock.nanos();
    }

    long begun() {
        return begun;
    }

    /** How long ago something was heard. */
    Duration quiet() {
        return Duration.ofNanos(clock.nanos() - heard);
    }
}
