package dev.escapement.queue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.escapement.time.Clock;

/**
 * A token bucket, kept as the one instant at which it will be full (the generic cell rate algorithm of ITU-T I.371): a token
 * taken moves it by the time that one token needs to come back.
 */
final class TokenBucket<K> implements RateLimiter<K> {
    private final Clock clock;
    private final long interval;
    private final long tolerance;
    private final AtomicLong full;

    TokenBucket(double perSecond, int burst, Clock clock) {
        if (!(perSecond > 0 && perSecond <= 1e9)) {
            throw new IllegalArgumentException(
                    "the rate must be above 0 and at most 1e9 a second, but is " + perSecond);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("the burst must be at least 1, but is " + burst);
        }
        this.clock = clock;
        this.interval = (long) (1e9 / perSecond);
        this.tolerance = Math.multiplyExact(interval, (long) burst);
        this.full = new AtomicLong(clock.nanos());
    }

    @Override
    public Duration delay(K key, int failures) {
        long now = clock.nanos();
        long then = full.updateAndGet(at -> Math.max(at, now) + interval);
        return Duration.ofNanos(Math.max(0, then - tolerance - now));
    }
}
