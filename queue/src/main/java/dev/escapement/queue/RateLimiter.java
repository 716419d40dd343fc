package dev.escapement.queue;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;

/**
 * Says how long to wait before a key is worked on once more.
 *
 * <p>How often a key has failed is known to the queue, and only as long as the key is in it, so a limiter keeps nothing for
 * single keys and cannot leak. Implementations are safe for use by many threads.
 *
 * @param <K> the type of the keys
 */
@FunctionalInterface
public interface RateLimiter<K> {
    /**
     * The delay before the next attempt.
     *
     * @param failures how many times in a row the key has been retried, this one included; at least 1
     * @return not negative
     */
    Duration delay(K key, int failures);

    /**
     * For each key by itself, a delay that grows with its failures. A backoff's end of attempts is not looked at: whether to
     * retry at all is the worker's to say.
     *
     * @param random the source of the jitter; it is used by one thread at a time
     */
    static <K> RateLimiter<K> exponential(Backoff backoff, RandomGenerator random) {
        var lock = new ReentrantLock();
        return (_, failures) -> {
            lock.lock();
            try {
                return backoff.delay(failures, random);
            } finally {
                lock.unlock();
            }
        };
    }

    /**
     * For all keys together, a token bucket: so many retries a second, and so many at once after a time of quiet.
     *
     * @param perSecond greater than 0
     * @param burst at least 1
     */
    static <K> RateLimiter<K> bucket(double perSecond, int burst, Clock clock) {
        return new TokenBucket<>(perSecond, burst, clock);
    }

    /** The longer of the two delays; both limiters count the retry. */
    default RateLimiter<K> and(RateLimiter<? super K> other) {
        return (key, failures) -> {
            var one = delay(key, failures);
            var two = other.delay(key, failures);
            return one.compareTo(two) < 0 ? two : one;
        };
    }
}
