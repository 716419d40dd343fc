package dev.escapement;

import java.time.Duration;
import java.util.function.Predicate;

import dev.escapement.client.Header;
import dev.escapement.time.Backoff;

/**
 * How a daemon is kept running. Immutable: each method returns another.
 *
 * <pre>{@code
 * Controller.of(Website.class).daemon("tail", always().heartbeat(ofMinutes(1)), this::tail)
 * }</pre>
 *
 * @param grace how long it may take to end after it was asked to, and again after it was interrupted; positive
 * @param heartbeat how often it reports at least; zero if it need not
 * @param retry when it is started again after a crash
 * @param announced whether its starts and ends are told as Events
 * @param when for which objects
 */
public record Always(Duration grace, Duration heartbeat, Backoff retry, boolean announced, Predicate<Header> when) {
    /** Checks the ranges. */
    public Always {
        check(grace.isPositive(), "the grace must be positive, but is " + grace);
        check(!heartbeat.isNegative(), "the heartbeat must not be negative, but is " + heartbeat);
    }

    /** For all objects, with 10 s to end, and crashes being retried as a reconciler's failures are. */
    public static Always always() {
        return new Always(Duration.ofSeconds(10), Duration.ZERO, Controller.RETRY, false, _ -> true);
    }

    /**
     * The same for some objects only. The predicate is asked at each change of an object, and must be quick; the daemon is
     * started and stopped as it says.
     */
    public Always when(Predicate<Header> value) {
        return new Always(grace, heartbeat, retry, announced, value);
    }

    /**
     * The same with another time to end: so long after it was asked to, it is interrupted, and as long after that it is
     * abandoned, which is told.
     */
    public Always grace(Duration value) {
        return new Always(value, heartbeat, retry, announced, when);
    }

    /** The same with another way to start it again after a crash. Having run for long (5 min, or the cap) counts as recovery. */
    public Always retry(Backoff value) {
        return new Always(grace, heartbeat, value, announced, when);
    }

    /** The same, expected to call {@link DaemonContext#heartbeat} at least so often: the operator's health tells of one that does not. */
    public Always heartbeat(Duration value) {
        return new Always(grace, value, retry, announced, when);
    }

    /** The same with an Event at each start and end, for daemons that people watch. */
    public Always announce() {
        return new Always(grace, heartbeat, retry, true, when);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("daemon: " + message);
        }
    }
}
