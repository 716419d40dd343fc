package dev.escapement.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class SystemClockTest {
    private final Clock clock = Clock.system();

    @Test
    void neverFiresEarly() throws Exception {
        var delay = Duration.ofMillis(20);
        var fired = new CompletableFuture<Long>();
        long start = clock.nanos();
        clock.schedule(delay, () -> fired.complete(clock.nanos()));
        assertThat(fired.get() - start).isGreaterThanOrEqualTo(delay.toNanos());
    }

    @Test
    void aTimerThatBlocksDelaysNoOther() throws Exception {
        var release = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        clock.schedule(Duration.ZERO, () -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        clock.schedule(Duration.ofMillis(1), other::countDown);
        assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
        release.countDown();
    }

    @Test
    void anEarlierTimerOvertakesALaterOne() throws Exception {
        var first = new CompletableFuture<String>();
        var late = clock.schedule(Duration.ofHours(1), () -> first.complete("late"));
        clock.schedule(Duration.ofMillis(1), () -> first.complete("early"));
        assertThat(first.get()).isEqualTo("early");
        assertThat(late.cancel()).isTrue();
    }

    @Test
    void withoutMemoryForThreadsActionsAreLateButNoneIsLost() throws Exception {
        var failures = new AtomicInteger(6);
        var own = new SystemClock(action -> {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("for a test");
            }
            Thread.startVirtualThread(action);
        });
        var times = new AtomicInteger();
        var fired = new CountDownLatch(3);
        own.schedule(Duration.ZERO, () -> {
            times.incrementAndGet();
            fired.countDown();
        });
        own.schedule(Duration.ofMillis(1), fired::countDown);
        own.schedule(Duration.ofMillis(60), fired::countDown);
        assertThat(fired.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(times).hasValue(1);
        assertThat(failures).hasValueLessThanOrEqualTo(0);
    }

    @Test
    void theLongestDurationDoesNotOverflow() {
        assertThat(clock.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {}).cancel())
                .isTrue();
    }

    @Test
    void theFurthestPastMeansNowAndTheFurthestFutureNever() throws Exception {
        var never = new ArrayList<Clock.Timer>();
        var past = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            never.add(clock.timer(() -> {
                throw new AssertionError("it is not yet the end of time");
            }));
            never.getLast().at(Long.MAX_VALUE);
            clock.timer(past::countDown).at(Long.MIN_VALUE);
        }
        assertThat(past.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(never).allMatch(Clock.Timer::cancel);
    }
}
