package dev.escapement.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class TimersOnSystemClockTest {
    private final Clock clock = Clock.system();

    @Test
    void anItemIsNeverEarly() throws InterruptedException {
        var early = new AtomicInteger();
        var fired = new CountDownLatch(500);
        var due = new ConcurrentHashMap<Integer, Long>();
        var random = new SplittableRandom(1);
        try (var timers = new Timers<Integer>(clock, item -> {
            if (clock.nanos() < due.get(item)) {
                early.incrementAndGet();
            }
            fired.countDown();
        })) {
            for (int i = 0; i < 500; i++) {
                var delay = ofNanos(random.nextLong(20_000_000));
                due.put(i, clock.nanos() + delay.toNanos());
                timers.schedule(i, delay);
            }
            await(fired);
        }
        assertThat(early).hasValue(0);
    }

    @Test
    void whatIsDueAtOnceOvertakesWhatIsDueLater() throws InterruptedException {
        var fired = new CountDownLatch(1);
        try (var timers = new Timers<String>(clock, _ -> fired.countDown())) {
            timers.schedule("later", ofHours(1));
            timers.schedule("now", ZERO);
            await(fired);
            assertThat(timers.size()).isEqualTo(1);
        }
    }

    @Test
    void anActionThatBlocksDoesNotHoldUpTheOthers() throws InterruptedException {
        var release = new CountDownLatch(1);
        var others = new CountDownLatch(200);
        try (var timers = new Timers<Integer>(clock, item -> {
            if (item % 3 == 0) {
                uninterruptibly(release);
            } else {
                others.countDown();
            }
        })) {
            IntStream.range(0, 300).forEach(i -> timers.schedule(i, i < 150 ? ZERO : ofMillis(i / 20)));
            await(others);
            assertThat(release.getCount()).isEqualTo(1);
        } finally {
            release.countDown();
        }
    }

    @Test
    void whatIsScheduledWhileAllAreBlockedStillComes() throws InterruptedException {
        var release = new CountDownLatch(1);
        var blocked = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        try (var timers = new Timers<String>(clock, item -> {
            if (item.equals("blocks")) {
                blocked.countDown();
                uninterruptibly(release);
            } else {
                other.countDown();
            }
        })) {
            timers.schedule("blocks", ZERO);
            await(blocked);
            timers.schedule("other", ZERO);
            await(other);
        } finally {
            release.countDown();
        }
    }

    @Test
    void shortCallsFollowOneAnother() throws InterruptedException {
        int count = 20_000;
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var fired = new CountDownLatch(count);
        try (var timers = new Timers<Integer>(clock, _ -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            running.decrementAndGet();
            fired.countDown();
        })) {
            IntStream.range(0, count).forEach(i -> timers.schedule(i, ofMillis(20)));
            await(fired);
        }
        // A machine that is busy may stop one for more than its patience.
        assertThat(most.get()).isLessThan(10);
    }

    @Test
    void aHundredThousandAtOneInstantFireOnceEach() throws InterruptedException {
        int count = 100_000;
        var times = new AtomicIntegerArray(count);
        var fired = new CountDownLatch(count);
        try (var timers = new Timers<Integer>(clock, i -> {
            times.incrementAndGet(i);
            fired.countDown();
        })) {
            IntStream.range(0, count).forEach(i -> timers.schedule(i, ofMillis(1)));
            await(fired);
            assertThat(timers.size()).isZero();
        }
        assertThat(IntStream.range(0, count).allMatch(i -> times.get(i) == 1)).isTrue();
    }

    /** Of each item that is cancelled, either the cancellation succeeds or the action has been called, never both. */
    @RepeatedTest(3)
    void aCancelThatSucceedsMeansThatItNeverFires() throws Exception {
        int count = 20_000;
        var random = new SplittableRandom(7);
        var fires = new AtomicIntegerArray(count);
        var all = new Phaser(1);
        try (var timers = new Timers<Integer>(clock, i -> {
            fires.incrementAndGet(i);
            all.arriveAndDeregister();
        })) {
            var cancelled = new boolean[count];
            for (int i = 0; i < count; i++) {
                all.register();
                timers.schedule(i, ofNanos(random.nextLong(200_000)));
                int other = random.nextInt(i + 1);
                if (timers.cancel(other)) {
                    cancelled[other] = true;
                    all.arriveAndDeregister();
                }
            }
            all.awaitAdvanceInterruptibly(all.arrive(), 30, TimeUnit.SECONDS);
            for (int i = 0; i < count; i++) {
                assertThat(fires.get(i)).as("item %d", i).isEqualTo(cancelled[i] ? 0 : 1);
            }
        }
    }

    @Test
    void manyThreadsThatScheduleLoseNothing() throws InterruptedException {
        int perThread = 5_000;
        var fired = new CountDownLatch(4 * perThread);
        var threads = new ArrayList<Thread>();
        try (var timers = new Timers<List<Integer>>(clock, _ -> fired.countDown())) {
            for (int t = 0; t < 4; t++) {
                int thread = t;
                var random = new SplittableRandom(t);
                Runnable work = () -> {
                    for (int i = 0; i < perThread; i++) {
                        timers.schedule(List.of(thread, i), Duration.ofNanos(random.nextLong(-1_000, 3_000_000)));
                    }
                };
                threads.add(
                        t % 2 == 0
                                ? Thread.ofVirtual().start(work)
                                : Thread.ofPlatform().start(work));
            }
            for (var thread : threads) {
                thread.join();
            }
            await(fired);
            assertThat(timers.size()).isZero();
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
