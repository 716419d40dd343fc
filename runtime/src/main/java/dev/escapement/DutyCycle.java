package dev.escapement;

import java.time.Duration;

import dev.escapement.time.Clock;
import dev.escapement.time.Stop;

/**
 * Has background requests, which come one after another, give way to all others: after each there is a rest that is as many times
 * as long. So they are quick as long as the API server is, and when it is not, they are the first that become fewer.
 */
final class DutyCycle {
    /** So they take a quarter of the time of one request. */
    private static final int REST = 3;

    private static final Duration LONGEST = Duration.ofMillis(250);

    private final Clock clock;
    private final Stop hurry;
    private long begun;
    private Duration rest = Duration.ZERO;

    /** For one thread; once there is hurry, it rests no more. */
    DutyCycle(Clock clock, Stop hurry) {
        this.clock = clock;
        this.hurry = hurry;
    }

    /** A request is sent. */
    void begin() {
        begun = clock.nanos();
    }

    /** It has been answered. */
    void end() {
        rest = Duration.ofNanos(clock.nanos() - begun).multipliedBy(REST);
    }

    /** Lets others go first. */
    void rest() throws InterruptedException {
        hurry.await(rest.compareTo(LONGEST) < 0 ? rest : LONGEST);
        rest = Duration.ZERO;
    }
}
