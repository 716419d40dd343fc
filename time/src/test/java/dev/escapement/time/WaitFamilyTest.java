package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the fourth founding article asks for, point by point: periodic work and polling as Kubernetes' wait package has them. */
@Timeout(30)
class WaitFamilyTest {
    private static final Duration SECOND = ofSeconds(1);

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Wait wait = Wait.on(clock);
    private final Stop stop = Stop.create(clock);
    /** When something was done, in seconds. */
    private final List<Long> times = new ArrayList<>();

    private final List<Thread> threads = new ArrayList<>();
    private int runs;

    /** What waits and throws what it likes. */
    private interface Waiting {
        void run() throws Exception;
    }

    @AfterEach
    void end() throws InterruptedException {
        for (var thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    private Thread start(Waiting waiting) {
        var thread = Thread.ofVirtual().start(() -> {
            try {
                waiting.run();
            } catch (Exception e) {
                // the test looks at what was done
            }
        });
        threads.add(thread);
        return thread;
    }

    /** Has it sleep so many times. */
    private void pass(int sleeps) throws InterruptedException {
        for (int i = 0; i < sleeps; i++) {
            clock.awaitPending(1);
            clock.step();
        }
    }

    private void work(Stop limited) {
        runs++;
        times.add(Duration.between(Instant.EPOCH, clock.now()).toSeconds());
    }

    /** Whether this is the third look. */
    private boolean isThirdLook(Stop limited) {
        work(limited);
        return runs == 3;
    }

    @Test
    void foreverRunsAPeriodAfterEachEnd() throws InterruptedException {
        start(() -> wait.forever(ofSeconds(5), this::work));
        pass(3);
        clock.awaitPending(1);
        assertThat(times).containsExactly(0L, 5L, 10L, 15L);
    }

    @Test
    void untilRunsUntilTheStopWhichWakesIt() throws InterruptedException {
        var thread = start(() -> wait.until(stop, ofSeconds(5), this::work));
        pass(2);
        clock.awaitPending(1);
        stop.request("enough");
        thread.join();
        assertThat(times).containsExactly(0L, 5L, 10L);
    }

    @Test
    void neverStopIsNeverRequested() throws InterruptedException {
        start(() -> wait.until(wait.neverStop(), SECOND, this::work));
        pass(100);
        clock.awaitPending(1);
        assertThat(times).hasSize(101);
        assertThatThrownBy(() -> wait.neverStop().request("enough")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void pollLooksAfterEachIntervalUntilItsTimeIsUp() throws InterruptedException {
        var thread = start(() -> wait.poll(stop, SECOND, ofMinutes(1), this::isThirdLook));
        pass(3);
        thread.join();
        assertThat(times).containsExactly(1L, 2L, 3L);
        var failures = new ArrayList<Exception>();
        var late = start(() -> {
            try {
                wait.poll(stop, SECOND, ofSeconds(2), _ -> false);
            } catch (TimeoutException e) {
                failures.add(e);
            }
        });
        pass(2);
        late.join();
        assertThat(failures).hasSize(1);
    }

    @Test
    void pollImmediateLooksNowAndThenAfterEachInterval() throws InterruptedException {
        var thread = start(() -> wait.pollImmediate(stop, SECOND, ofMinutes(1), this::isThirdLook));
        pass(2);
        thread.join();
        assertThat(times).containsExactly(0L, 1L, 2L);
    }

    @Test
    void pollInfiniteHasNoEndOfItsOwn() throws InterruptedException {
        var thread = start(() -> wait.pollInfinite(stop, ofMinutes(60), this::isThirdLook));
        pass(3);
        thread.join();
        assertThat(times).containsExactly(3600L, 7200L, 10800L);
    }

    @Test
    void pollImmediateInfiniteLooksNowAndHasNoEndOfItsOwn() throws InterruptedException {
        var thread = start(() -> wait.pollImmediateInfinite(stop, ofMinutes(60), this::isThirdLook));
        pass(2);
        thread.join();
        assertThat(times).containsExactly(0L, 3600L, 7200L);
    }

    @Test
    void pollUntilLooksUntilTheStop() throws InterruptedException {
        var thread = start(() -> wait.pollUntil(stop, SECOND, limited -> {
            work(limited);
            return false;
        }));
        pass(2);
        clock.awaitPending(1);
        stop.request("enough");
        thread.join();
        assertThat(times).containsExactly(1L, 2L);
    }

    @Test
    void waitForLooksWhenItIsTold() throws Exception {
        var signal = new Signal();
        signal.raise();
        wait.waitFor(stop, signal, limited -> {
            signal.raise();
            return isThirdLook(limited);
        });
        assertThat(times).containsExactly(0L, 0L, 0L); // no time has passed
    }

    @Test
    void itSyncsEveryFiveMinutes() throws InterruptedException {
        start(() -> wait.nonSlidingUntil(stop, ofMinutes(5), this::work));
        pass(2);
        clock.awaitPending(1);
        assertThat(times).containsExactly(0L, 300L, 600L);
    }

    @Test
    void itRetriesEveryTenSeconds() throws InterruptedException {
        var thread = start(() -> wait.exponentialBackoff(Backoff.constant(ofSeconds(10)), this::isThirdLook));
        pass(2);
        thread.join();
        assertThat(times).containsExactly(0L, 10L, 20L);
    }

    /** Something that was created, and is ready some time later. */
    private record Created(Instant ready) {
        boolean isReady(Clock clock) {
            return !clock.now().isBefore(ready);
        }
    }

    @Test
    void itWaitsUntilWhatWasCreatedIsReady() throws InterruptedException {
        var created = new Created(clock.now().plusSeconds(17));
        var thread = start(() -> {
            wait.pollUntilContextTimeout(stop, ofSeconds(2), ofMinutes(1), true, _ -> created.isReady(clock));
            work(stop);
        });
        pass(9);
        thread.join();
        assertThat(times).containsExactly(18L);
    }
}
