package dev.escapement.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.escapement.queue.WorkQueue.Priority.LOW;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class KeyedQueueTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final WorkQueue<String> queue = WorkQueue.<String>builder(clock).build();

    @Test
    void handsOutEachKeyOnceInOrderOfArrival() throws InterruptedException {
        queue.add("a");
        queue.add("b");
        queue.add("a");
        assertThat(takeAll()).containsExactly("a", "b");
    }

    @Test
    void aKeyThatIsAddedWhileItIsWorkedOnComesAgainAfterDone() throws InterruptedException {
        queue.add("a");
        assertThat(queue.take()).isEqualTo("a");
        queue.add("a");
        queue.add("a");
        assertThat(queue.depth()).isZero();
        queue.done("a");
        assertThat(takeAll()).containsExactly("a");
    }

    @Test
    void aScheduleComesWhenItIsDueAndNotBefore() throws InterruptedException {
        queue.addAfter("a", ofSeconds(10));
        clock.advance(ofSeconds(9));
        assertThat(queue.depth()).isZero();
        assertThat(queue.scheduled()).isEqualTo(1);
        clock.advance(ofSeconds(1));
        assertThat(takeAll()).containsExactly("a");
        assertThat(queue.scheduled()).isZero();
    }

    @Test
    void theLastScheduleOfAKeyCounts() {
        queue.addAfter("a", ofSeconds(10));
        queue.addAfter("a", ofSeconds(20));
        clock.advance(ofSeconds(15));
        assertThat(queue.depth()).isZero();
        clock.advance(ofSeconds(5));
        assertThat(queue.depth()).isEqualTo(1);
    }

    @Test
    void aChangeReplacesTheSchedule() throws InterruptedException {
        queue.addAfter("a", ofSeconds(10));
        queue.add("a");
        assertThat(takeAll()).containsExactly("a");
        clock.advance(ofSeconds(20));
        assertThat(queue.depth()).isZero();
    }

    @Test
    void aPastDelayMeansNow() {
        queue.addAfter("a", ofSeconds(-1));
        assertThat(queue.depth()).isEqualTo(1);
    }

    @Test
    void cancelDropsTheScheduleOnly() {
        queue.addAfter("a", ofSeconds(1));
        queue.add("b");
        queue.cancel("a");
        queue.cancel("b");
        clock.advance(ofSeconds(2));
        assertThat(queue.depth()).isEqualTo(1);
    }

    @Test
    void urgentKeysOvertakeLowOnesUntilTheseHaveWaitedLong() throws InterruptedException {
        queue.add("low", LOW);
        queue.add("a");
        assertThat(queue.take()).isEqualTo("a");
        clock.advance(ofSeconds(27));
        queue.add("b");
        queue.add("c");
        assertThat(queue.take()).isEqualTo("low");
        assertThat(takeAll()).containsExactly("b", "c");
    }

    @Test
    void aChangeRaisesALowKey() throws InterruptedException {
        queue.add("x", LOW);
        queue.add("y", LOW);
        queue.add("y");
        assertThat(takeAll()).containsExactly("y", "x");
        assertThat(queue.depth()).isZero();
    }

    @Test
    void shutDownWakesEveryWorker() throws InterruptedException {
        var ended = new AtomicInteger();
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            workers.add(Thread.ofVirtual().start(() -> {
                try {
                    if (queue.take() == null) {
                        ended.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        queue.shutDown();
        for (var worker : workers) {
            worker.join();
        }
        assertThat(ended).hasValue(4);
        queue.add("a");
        assertThat(queue.depth()).isZero();
    }

    @Test
    void doneWithoutTakeIsAnError() {
        assertThatThrownBy(() -> queue.done("a")).hasMessageContaining("no worker has taken");
    }

    @Test
    void noKeyIsEverWithTwoWorkersAndNoneIsLost() throws InterruptedException {
        int keys = 50;
        int rounds = 20_000;
        var busy = ConcurrentHashMap.<String>newKeySet();
        var wanted = new ConcurrentHashMap<String, AtomicInteger>();
        var seen = new ConcurrentHashMap<String, Integer>();
        var doubles = new AtomicInteger();
        for (int i = 0; i < keys; i++) {
            wanted.put("k" + i, new AtomicInteger());
        }
        var workers = new ArrayList<Thread>();
        for (int w = 0; w < 8; w++) {
            workers.add(Thread.ofVirtual().start(() -> work(busy, wanted, seen, doubles)));
        }
        for (int i = 0; i < rounds; i++) {
            var key = "k" + i % keys;
            wanted.get(key).incrementAndGet();
            queue.add(key, i % 3 == 0 ? LOW : WorkQueue.Priority.NORMAL);
        }
        while (queue.depth() + queue.processing() > 0) {
            Thread.onSpinWait();
        }
        queue.shutDown();
        for (var worker : workers) {
            worker.join();
        }
        assertThat(doubles).hasValue(0);
        wanted.forEach((key, count) -> assertThat(seen.get(key)).isEqualTo(count.get()));
    }

    private void work(
            java.util.Set<String> busy,
            ConcurrentHashMap<String, AtomicInteger> wanted,
            ConcurrentHashMap<String, Integer> seen,
            AtomicInteger doubles) {
        try {
            for (String key; (key = queue.take()) != null; ) {
                if (!busy.add(key)) {
                    doubles.incrementAndGet();
                }
                seen.put(key, wanted.get(key).get());
                busy.remove(key);
                queue.done(key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> takeAll() throws InterruptedException {
        var taken = new ArrayList<String>();
        while (queue.depth() > 0) {
            var key = queue.take();
            taken.add(key);
            queue.done(key);
        }
        return taken;
    }
}
