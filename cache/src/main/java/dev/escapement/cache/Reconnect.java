package dev.escapement.cache;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Clock;

/**
 * When a reflector asks again after a failure, and what the log says of it.
 *
 * <p>A server that is gone is waited for with a probe that all reflectors share, which notices its return at once. A server that
 * is there and refuses is left in peace, longer each time. Used by the reflector's thread, but for {@link #over} and {@link
 * #isServed}.
 */
final class Reconnect {
    /** A kind that is not served for so long is gone; servers that start, or learn of a definition late, say 404 for less. */
    static final Duration ABSENT = Duration.ofSeconds(5);

    private static final long NEVER = Long.MIN_VALUE;

    private final ApiClient client;
    private final Clock clock;
    private final RandomGenerator random;
    private final Pauses pauses;
    private final Outage outage;
    private volatile long absentSince = NEVER;

    Reconnect(ApiClient client, Clock clock, Kind kind) {
        this.client = client;
        this.clock = clock;
        this.random = new SplittableRandom(clock.nanos() ^ kind.hashCode());
        this.pauses = new Pauses(random);
        this.outage = new Outage(clock, kind.resource());
    }

    /** Whether waiting does not mend it: the request is understood, and refused for what it is or who sends it. */
    static boolean isPermanent(Throwable failure) {
        return failure instanceof ApiException api && (api.code() == 401 || api.code() == 403 || api.code() == 404);
    }

    /** The server has forgotten the position, or never came to it. */
    static boolean isExpired(Throwable failure) {
        return failure instanceof ApiException api && api.isGone() || isAhead(failure);
    }

    /** The server has not come to the position: its data was restored from an older state. */
    static boolean isAhead(Throwable failure) {
        return failure instanceof ApiException api
                && String.valueOf(api.getMessage()).contains("Too large resource version");
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    Duration spread() {
        return pauses.spread();
    }

    /** A watch has lasted, so that what fails next fails for the first time. */
    void succeeded() {
        pauses.succeeded();
    }

    /** A watch has been open for a while: the log says so, if it said that there was none. */
    void over(Duration open) {
        outage.over(open);
    }

    /** The kind's objects could be read. */
    void isServed() {
        absentSince = NEVER;
    }

    /** The kind is not served (404): whether that has been so for {@link #ABSENT}, and not only for a moment. */
    boolean isAbsentForLong() {
        if (absentSince == NEVER) {
            absentSince = clock.nanos();
        }
        return clock.nanos() - absentSince >= ABSENT.toNanos();
    }

    /** All objects of the kind were dropped since it is not served any more. */
    void vanished(int objects) {
        outage.vanished(objects);
    }

    /**
     * Waits until it makes sense to ask again.
     *
     * @param told whether somebody else says what has happened
     */
    void pauseAfter(Throwable failure, boolean told) throws InterruptedException {
        outage.failed(failure, told);
        if (!(failure instanceof ApiException api && api.isNotFound())) {
            absentSince = NEVER;
        }
        if (failure instanceof ApiException api && api.code() == 401) {
            client.connections().renew(clock);
        }
        if (failure instanceof UnreachableException) {
            client.awaitReady(clock);
        }
        clock.sleep(pauses.after(failure));
    }

    /** Waits after a failure of what was done about one, and does nothing else about it. */
    void rest(Throwable failure) throws InterruptedException {
        outage.failed(failure, false);
        clock.sleep(pauses.after(failure));
    }

    /** For how long it has not watched; zero if it does. */
    Duration blind() {
        return outage.lasting();
    }
}
