package dev.escapement.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.SplittableRandom;

import dev.escapement.queue.RateLimiter;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Backoff;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** What the second founding article asks of queues, point by point. */
@Timeout(30)
class QueueKindsTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final WorkQueue<String> queue = WorkQueue.<String>builder(clock)
            .limiter(RateLimiter.exponential(Backoff.exponential(ofSeconds(1)).jitter(0), new SplittableRandom(1)))
            .build();

    @Test
    void aPlainQueueHandsOutEachKeyOnceAndToOneWorkerAtATime() throws InterruptedException {
        queue.add("a");
        queue.add("b");
        queue.add("a");
        assertThat(queue.take()).isEqualTo("a");
        queue.add("a"); // while a worker has it
        assertThat(queue.take()).isEqualTo("b");
        assertThat(queue.depth()).isZero();
        queue.done("a");
        assertThat(queue.take()).isEqualTo("a");
    }

    @Test
    void aDelayingQueueHandsOutAKeyWhenItIsDue() throws InterruptedException {
        queue.addAfter("a", ofSeconds(5));
        clock.advance(ofMillis(4999));
        assertThat(queue.depth()).isZero();
        clock.advance(ofMillis(1));
        assertThat(queue.take()).isEqualTo("a");
    }

    @Test
    void aRateLimitingQueueDelaysMoreWithEachFailureUntilTheKeyIsForgotten() throws InterruptedException {
        var times = new ArrayList<Duration>();
        queue.add("a");
        for (int i = 0; i < 4; i++) {
            var key = queue.take();
            times.add(Duration.between(Instant.EPOCH, clock.now()));
            queue.retry("a");
            queue.done(key);
            clock.step();
        }
        assertThat(times).containsExactly(Duration.ZERO, ofSeconds(1), ofSeconds(3), ofSeconds(7));
        queue.take();
        queue.forget("a");
        assertThat(queue.retry("a")).isEqualTo(1);
    }

    @Test
    void oneLimitForAllKeysMayBeAdded() {
        RateLimiter<String> both = RateLimiter.<String>bucket(10, 1, clock)
                .and(RateLimiter.exponential(Backoff.constant(ofMillis(5)), new SplittableRandom(1)));
        assertThat(both.delay("a", 1)).isEqualTo(ofMillis(5));
        assertThat(both.delay("b", 1)).isEqualTo(ofMillis(100));
    }

    @Test
    void aQueueThatIsShutDownHandsOutNothing() throws InterruptedException {
        queue.add("a");
        queue.shutDown();
        queue.add("b");
        assertThat(queue.take()).isNull();
    }
}
