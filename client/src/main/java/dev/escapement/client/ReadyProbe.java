package dev.escapement.client;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

import dev.escapement.time.Clock;
import dev.escapement.time.CountedLock;

/**
 * Notices that an API server is back: one small request at a time, for everybody who waits.
 *
 * <p>To try with a watch instead is dear and slow: a kube-apiserver that is starting accepts it, holds it for five seconds while
 * its storage initialises, and then refuses it (measured on 1.36). {@code /readyz} may be read by everyone (the cluster role
 * {@code system:public-info-viewer}); where it may not, the server is taken to be ready.
 */
final class ReadyProbe {
    /** Between two tries: a twentieth of the time for which the server has been away, within these bounds, and half as much jitter. */
    private static final Duration SHORTEST = Duration.ofMillis(50);

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int SHARE = 20;
    private static final double JITTER = 0.5;
    /** How long a try may take; a starting server answers at once, and one whose storage is away after 2 s. */
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** Who has asked in vain for so long goes on: perhaps the server serves what is wanted though it calls itself unready. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final ApiRequest REQUEST = ApiRequest.of("GET", "/readyz");

    private final ApiClient client;
    private final CountedLock lock = new CountedLock("probe");
    private long readyAt = Long.MIN_VALUE;

    ReadyProbe(ApiClient client) {
        this.client = client;
    }

    /** Returns when the server says that it is ready, or after a minute in which it was there and did not. */
    void await(Clock clock) throws InterruptedException {
        long asked = clock.nanos();
        lock.lockInterruptibly();
        try {
            if (readyAt >= asked) {
                return; // whoever held the lock has found out meanwhile
            }
            RandomGenerator random = new SplittableRandom(asked);
            long answeredSince = Long.MAX_VALUE;
            while (true) {
                try {
                    client.send(REQUEST, clock, ANSWER);
                    break;
                } catch (UnreachableException e) {
                    answeredSince = Long.MAX_VALUE;
                    if (e.getCause() instanceof HttpTimeoutException) {
                        client.connections().await(clock);
                    } else if (e.getCause() instanceof SSLException) {
                        client.connections().renew(clock);
                    }
                } catch (ApiException e) {
                    if (e.code() < 500 && e.code() != 429) {
                        break; // not allowed to know
                    }
                    answeredSince = Math.min(answeredSince, clock.nanos());
                }
                if (answeredSince != Long.MAX_VALUE && clock.nanos() - answeredSince > PATIENCE.toNanos()) {
                    break;
                }
                clock.sleep(pause(Duration.ofNanos(clock.nanos() - asked), random));
            }
            readyAt = clock.nanos();
        } finally {
            lock.unlock();
        }
    }

    private static Duration pause(Duration away, RandomGenerator random) {
        long nanos = Math.clamp(away.toNanos() / SHARE, SHORTEST.toNanos(), LONGEST.toNanos());
        return Duration.ofNanos((long) (nanos * (1 + JITTER * random.nextDouble())));
    }
}
