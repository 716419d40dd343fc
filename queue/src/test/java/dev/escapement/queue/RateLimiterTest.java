package dev.escapement.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.escapement.time.Backoff;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RateLimiterTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "10, 51200", "11, 60000", "64, 60000", "2147483647, 60000"})
    void exponentialDelaysDoubleUpToTheCap(int failures, long millis) {
        var limiter = exponential(0, 1);
        assertThat(limiter.delay("a", failures)).isEqualTo(ofMillis(millis));
    }

    @Test
    void exponentialDelaysDependOnTheFailuresOnly() {
        var limiter = exponential(0, 1);
        assertThat(delays(limiter, "a", 1, 2, 3)).isEqualTo(delays(limiter, "b", 1, 2, 3));
        assertThat(limiter.delay("a", 1)).isEqualTo(ofMillis(100));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1})
    void jitterStaysWithinItsShareAndUsesAllOfIt(double jitter) {
        var limiter = exponential(jitter, 7);
        for (int failures : new int[] {1, 4, 100}) {
            double plain = exponential(0, 1).delay("a", failures).toNanos();
            double least = Double.MAX_VALUE;
            double most = 0;
            for (int i = 0; i < 1_000; i++) {
                double share = limiter.delay("a", failures).toNanos() / plain - 1;
                least = Math.min(least, share);
                most = Math.max(most, share);
            }
            assertThat(least).isBetween(0.0, 0.05 * jitter);
            assertThat(most).isBetween(0.95 * jitter, jitter);
        }
    }

    @Test
    void jitterIsTheSameForTheSameSeed() {
        assertThat(delays(exponential(0.5, 3), "a", 1, 2, 3)).isEqualTo(delays(exponential(0.5, 3), "a", 1, 2, 3));
        assertThat(delays(exponential(0.5, 3), "a", 1, 2, 3)).isNotEqualTo(delays(exponential(0.5, 4), "a", 1, 2, 3));
    }

    @Test
    void theEndOfABackoffsAttemptsIsNotLookedAt() {
        var limiter =
                RateLimiter.<String>exponential(Backoff.constant(ofSeconds(1)).attempts(3), new SplittableRandom(1));
        assertThat(limiter.delay("a", 100)).isEqualTo(ofSeconds(1));
    }

    @Test
    void aBucketGivesItsBurstAtOnceAndThenOneAtATime() {
        var bucket = RateLimiter.<String>bucket(10, 3, clock);
        assertThat(delays(bucket, "a", 1, 1, 1, 1, 1)).containsExactly(ZERO, ZERO, ZERO, ofMillis(100), ofMillis(200));
        assertThat(bucket.delay("b", 9)).as("for all keys together").isEqualTo(ofMillis(300));
    }

    @Test
    void aBucketFillsWhileItIsQuietButNoFurtherThanItsBurst() {
        var bucket = RateLimiter.<String>bucket(10, 3, clock);
        delays(bucket, "a", 1, 1, 1, 1, 1);
        clock.advance(ofMillis(250));
        assertThat(delays(bucket, "a", 1, 1)).containsExactly(ofMillis(50), ofMillis(150));
        clock.advance(Duration.ofDays(1));
        assertThat(delays(bucket, "a", 1, 1, 1, 1)).containsExactly(ZERO, ZERO, ZERO, ofMillis(100));
    }

    @Test
    void noSpanOfTimeHasMoreThanTheBurstAndItsShareOfTheRate() {
        var random = new SplittableRandom(5);
        var bucket = RateLimiter.<String>bucket(100, 20, clock);
        var within = new ArrayDeque<Long>();
        for (int i = 0; i < 50_000; i++) {
            clock.advance(ofNanos(random.nextInt(10) == 0 ? random.nextLong(200_000_000) : random.nextLong(9_000_000)));
            within.add(clock.nanos() + bucket.delay("a", 1).toNanos());
            while (within.getLast() - within.getFirst() >= 1_000_000_000L) {
                within.removeFirst();
            }
            assertThat(within.size()).isLessThanOrEqualTo(120);
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-9, 1, 1000", "1e-3, 1000, 12000000", "1e9, 2147483647, 1000"})
    void theDelaysOfABucketNeverOverflow(double perSecond, int burst, int calls) {
        clock.advance(Duration.ofDays(365));
        var bucket = RateLimiter.<String>bucket(perSecond, burst, clock);
        long last = 0;
        for (int i = 0; i < calls; i++) {
            long delay = bucket.delay("a", 1).toNanos();
            if (delay < last) {
                throw new AssertionError("call %d: %d ns after %d ns".formatted(i, delay, last));
            }
            last = delay;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 1 | the rate must be above 0 and at most 1e9 a second, but is 0.0",
                "-1 | 1 | the rate must be above 0 and at most 1e9 a second, but is -1.0",
                "NaN | 1 | the rate must be above 0 and at most 1e9 a second, but is NaN",
                "1.1e9 | 1 | the rate must be above 0 and at most 1e9 a second, but is 1.1E9",
                "1 | 0 | the burst must be at least 1, but is 0",
                "1e-6 | 10000 | the burst of 10000 would take more than 73 years to come back at 1.0E-6 a second",
                "1e-300 | 1 | the burst of 1 would take more than 73 years to come back at 1.0E-300 a second",
            })
    void aBucketOutOfRangeIsRefusedWithTheValue(double perSecond, int burst, String message) {
        assertThatThrownBy(() -> RateLimiter.bucket(perSecond, burst, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void ofTwoLimitersTheLongerDelayCountsAndBothCountTheRetry() {
        var both = exponential(0, 1).and(RateLimiter.bucket(2, 3, clock));
        assertThat(delays(both, "a", 1, 2, 3, 1, 2, 5))
                .containsExactly(
                        ofMillis(100), ofMillis(200), ofMillis(400), ofMillis(500), ofMillis(1000), ofMillis(1600));
    }

    @Test
    void aQueueWithoutALimiterDoublesFromFiveMillisecondsToAThousandSeconds() throws InterruptedException {
        var queue = WorkQueue.<String>builder(clock).build();
        queue.add("a");
        var delays = new ArrayList<Duration>();
        for (int i = 1; i <= 20; i++) {
            assertThat(queue.take()).isEqualTo("a");
            assertThat(queue.retry("a")).isEqualTo(i);
            queue.done("a");
            long before = clock.nanos();
            assertThat(clock.step()).isTrue();
            delays.add(ofNanos(clock.nanos() - before));
        }
        assertThat(delays)
                .startsWith(ofMillis(5), ofMillis(10), ofMillis(20))
                .endsWith(ofSeconds(1000), ofSeconds(1000));
        assertThat(delays.get(17)).isEqualTo(ofMillis(5 << 17));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void noDelayMeansNow(long nanos) throws InterruptedException {
        var queue = WorkQueue.<String>builder(clock)
                .limiter((_, _) -> ofNanos(nanos))
                .build();
        queue.add("a");
        assertThat(queue.take()).isEqualTo("a");
        queue.retry("a");
        assertThat(queue.depth()).as("its worker has it").isZero();
        queue.done("a");
        assertThat(queue.depth()).isEqualTo(1);
        assertThat(queue.waiting(1).getFirst().failures()).isEqualTo(1);
    }

    @Test
    void aLimiterThatThrowsChangesNothing() throws InterruptedException {
        var queue = WorkQueue.<String>builder(clock)
                .limiter((_, _) -> {
                    throw new IllegalStateException("no delay");
                })
                .build();
        queue.add("a");
        assertThat(queue.take()).isEqualTo("a");
        assertThatThrownBy(() -> queue.retry("a")).hasMessage("no delay");
        queue.done("a");
        assertThat(queue.depth() + queue.scheduled() + queue.processing()).isZero();
    }

    private static RateLimiter<String> exponential(double jitter, long seed) {
        var backoff = Backoff.exponential(ofMillis(100)).cap(ofSeconds(60)).jitter(jitter);
        return RateLimiter.exponential(backoff, new SplittableRandom(seed));
    }

    private static List<Duration> delays(RateLimiter<String> limiter, String key, int... failures) {
        var delays = new ArrayList<Duration>();
        for (int number : failures) {
            delays.add(limiter.delay(key, number));
        }
        return delays;
    }
}
