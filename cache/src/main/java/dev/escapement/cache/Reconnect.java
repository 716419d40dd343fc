package dev.escapement.cache;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a reflector asks again after a failure, and what the log says of it: the first failure and the recovery. */
@SuppressWarnings("NonAtomicVolatileUpdate") // only the reflector's one thread counts up
final class Reconnect {
    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    /** A server that is not there is asked often: asking costs it nothing, and everybody waits for its return. */
    private static final Backoff AWAY = Backoff.exponential(Duration.ofMillis(100))
            .cap(Duration.ofMillis(500))
            .jitter(0.5);
    /** A server that is there and refuses is left in peace; the figures are those of client-go's reflector. */
    private static final Backoff REFUSED = Backoff.exponential(Duration.ofMillis(800))
            .cap(Duration.ofSeconds(30))
            .jitter(1);

    /** So many refusals of a server that was away before are its start-up, as long as its caches and permissions fill. */
    private static final int STARTING = 10;

    private final Clock clock;
    private final Kind kind;
    private final RandomGenerator random;
    private volatile int failures;
    private volatile long since;
    private volatile int away;
    private volatile int refusals;

    Reconnect(Clock clock, Kind kind) {
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
        if (failures > 0) {
            LOG.info("{}: watching again after {} ms", kind.resource(), (clock.nanos() - since) / 1_000_000);
            failures = 0;
            away = 0;
            refusals = 0;
        }
    }

    void pauseAfter(RuntimeException failure, boolean told) throws InterruptedException {
        if (failures == 0) {
            since = clock.nanos();
            if (!told) {
                LOG.warn("{}: not watching for now: {}", kind.resource(), failure.getMessage());
            }
        }
        failures++;
        var delay = delay(failure);
        var asked = failure instanceof ApiException api ? api.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        clock.sleep(delay.compareTo(asked) > 0 ? delay : asked);
    }

    /** The two sorts of failures are counted apart: a server that was away for long has not refused anything yet. */
    private Duration delay(RuntimeException failure) {
        if (failure instanceof UnreachableException) {
            refusals = 0;
            return AWAY.delay(++away, random);
        }
        refusals++;
        if (away > 0 && refusals <= STARTING) {
            return AWAY.delay(refusals, random);
        }
        away = 0;
        return REFUSED.delay(refusals, random);
    }
}
