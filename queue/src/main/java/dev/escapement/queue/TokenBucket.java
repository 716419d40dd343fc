package dev.escapement.queue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.escapement.time.Clock;

/**
 * A token bucket, kept as the one instant at which it will be full (the generic cell rate algorithm of ITU-T I.371): a token
 * taken moves it by the time that one token needs to come back.
 */
final class TokenBucket<K> implements RateLimiter<K> {
    /** How far ahead the instant may be, 73 years: it must not overflow, however much is taken. */
    private static final long MOST = Long.MAX_VALUE / 4;

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
        if (1e9 / perSecond * burst > MOST) {
            throw new IllegalArgumentException("the burst of " + burst
                    + " would take more than 73 years to come back at " + perSecond + " a second");
        }
        this.clock = clock;
        this.interval = (long) (1e9 / perSecond);
        this.tolerance = interval * burst;
        this.full = new AtomicLong(clock.nanos());
    }

    @Override
    public Duration delay(K key, int failures) {
        long now = clock.nanos();
        long then = full.updateAndGet(at -> Math.clamp(at, now, now + MOST) + interval);
        return Duration.ofNanos(Math.max(0, then - tolerance - now));
    }
}
