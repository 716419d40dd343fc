package dev.escapement.cache;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a reflector asks again after a failure, and what the log says of it: the first failure and the recovery.
 *
 * <p>A server that is gone is waited for with a probe, which notices its return at once. A server that is there and refuses is
 * left in peace, longer each time.
 */
final class Reconnect {
    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    /** After a connection broke, so that not everybody comes at the same moment. */
    private static final Duration SPREAD = Duration.ofMillis(50);
    /** The figures of client-go's reflector. */
    private static final Backoff REFUSED = Backoff.exponential(Duration.ofMillis(800))
            .cap(Duration.ofSeconds(30))
            .jitter(1);

    /** A server that has just come back refuses for a moment what its storage is not ready for. */
    private static final Backoff RETURNING = Backoff.exponential(Duration.ofMillis(100))
            .cap(Duration.ofSeconds(1))
            .attempts(8);

    private final ApiClient client;
    private final Clock clock;
    private final Kind kind;
    private final RandomGenerator random;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean returning;
    private volatile long since;

    Reconnect(ApiClient client, Clock clock, Kind kind) {
        this.client = client;
        this.clock = clock;
        this.kind = kind;
        this.random = new SplittableRandom(clock.nanos() ^ kind.hashCode());
    }

    /** Whether waiting does not mend it: the request is understood, and refused for what it is or who sends it. */
    static boolean isPermanent(RuntimeException failure) {
        return failure instanceof ApiException api && (api.code() == 401 || api.code() == 403 || api.code() == 404);
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    void succeeded() {
        refusals.set(0);
        returning = false;
        if (failures.getAndSet(0) > 0) {
            LOG.info("{}: watching again after {} ms", kind.resource(), (clock.nanos() - since) / 1_000_000);
        }
    }

    /**
     * Waits until it makes sense to ask again.
     *
     * @param told whether somebody else says what has happened
     */
    void pauseAfter(RuntimeException failure, boolean told) throws InterruptedException {
        int number = failures.incrementAndGet();
        if (number == 1) {
            since = clock.nanos();
            if (!told) {
                LOG.warn("{}: not watching for now: {}", kind.resource(), failure.getMessage());
            }
        }
        LOG.debug("{}: failure {}: {}", kind.resource(), number, failure.getMessage());
        if (failure instanceof UnreachableException) {
            refusals.set(0);
            clock.sleep(Duration.ofNanos(random.nextLong(SPREAD.toNanos())));
            client.awaitReady(clock);
            returning = true;
            return;
        }
        int refused = refusals.incrementAndGet();
        if (returning && RETURNING.exhausted(refused)) {
            returning = false;
        }
        var delay = (returning ? RETURNING : REFUSED).delay(refused, random);
        var asked = failure instanceof ApiException api ? api.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        clock.sleep(delay.compareTo(asked) > 0 ? delay : asked);
    }
}
