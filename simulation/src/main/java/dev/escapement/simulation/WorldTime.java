package dev.escapement.simulation;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.time.Clock;
import dev.escapement.time.VirtualClock;

/** The one time of a simulated world, which passes only when nobody has anything to do. */
final class WorldTime {
    /** Where simulated worlds begin: in whole seconds, as API servers write times. */
    static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");

    private final VirtualClock clock = VirtualClock.at(BEGINNING);

    /** Moves to the next thing that is due, and starts all that are due then; returns false if there is none. */
    boolean pass() {
        if (!clock.step()) {
            return false;
        }
        clock.advance(Duration.ZERO);
        return true;
    }

    /** The clock; its timers run on the thread that moves it. */
    Clock clock() {
        return clock;
    }

    /** How much time has passed. */
    Duration passed() {
        return Duration.ofNanos(clock.nanos());
    }
}
