package dev.escapement;

import java.time.Duration;
import java.time.Instant;

import dev.escapement.queue.WorkQueue;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScalingTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final WorkQueue<String> queue = WorkQueue.<String>builder(clock).build();
    private final Workers workers = new Workers("test", 4, _ -> {});
    private double cpu = 0.1;
    private double heap = 0.1;
    private int underWay;
    private int waiting;
    private long admitted;
    private final Scaling scaling = new Scaling(
            clock,
            queue,
            workers,
            new Load() {
                @Override
                public double cpu() {
                    return cpu;
                }

                @Override
                public double heap() {
                    return heap;
                }

                @Override
                public long heapLimit() {
                    return 1 << 30;
                }
            },
            new Bottleneck(clock, () -> new Bottleneck.Requests(underWay, waiting, admitted)));

    /** Found by simulation: an operator whose start took a second had 4 096 workers at its beginning. */
    @Test
    void keysThatWaitForTheStartBringNoWorkers() {
        scaling.between(4, 100);
        queue.add("a");
        scaling.stirred();
        clock.advance(Duration.ofSeconds(10));
        assertThat(workers.wanted()).isEqualTo(4);
        scaling.start();
        clock.advance(Duration.ofMillis(100));
        assertThat(workers.wanted()).isGreaterThan(4);
    }

    private void keyWaits() {
        scaling.start();
        queue.add("a");
        scaling.stirred();
    }

    @Test
    void keysThatWaitBringMoreWorkers() {
        scaling.between(4, 100);
        keyWaits();
        clock.advance(Duration.ofMillis(100));
        assertThat(workers.wanted()).isEqualTo(8);
        clock.advance(Duration.ofMillis(50));
        assertThat(workers.wanted()).isEqualTo(16);
        clock.advance(Duration.ofSeconds(1));
        assertThat(workers.wanted()).isEqualTo(100);
    }

    /** For some seconds each worker has 20 requests a second answered, all together at most so many. */
    private void answer(int seconds, int most) {
        for (int i = 0; i < 20 * seconds; i++) {
            clock.advance(Duration.ofMillis(50));
            underWay = workers.wanted();
            admitted += Math.min(most / 20, workers.wanted());
        }
    }

    @Test
    void anApiServerThatAnswersNoMoreIsAskedNoMore() {
        scaling.between(4, 1000);
        underWay = 4;
        keyWaits();
        answer(4, 300);
        assertThat(workers.wanted()).isEqualTo(16);
        answer(60, 300);
        assertThat(workers.wanted()).isBetween(16, 32); // it is tried again now and then
    }

    @Test
    void aLullSaysNothingOfTheApiServer() throws InterruptedException {
        scaling.between(4, 4096);
        underWay = 4;
        keyWaits();
        answer(1, Integer.MAX_VALUE);
        int busy = workers.wanted();
        queue.done(queue.take());
        clock.advance(Duration.ofSeconds(10));
        queue.add("b");
        scaling.stirred();
        answer(1, Integer.MAX_VALUE);
        assertThat(workers.wanted()).isGreaterThanOrEqualTo(busy);
    }

    @Test
    void anApiServerThatIsFarAwayIsAskedByMany() {
        scaling.between(4, 1000);
        underWay = 4;
        keyWaits();
        answer(10, Integer.MAX_VALUE);
        assertThat(workers.wanted()).isEqualTo(1000);
    }

    @Test
    void whoWaitsForAnythingElseDoesNotKeepOthersFromWorking() {
        scaling.between(4, 1000);
        underWay = 1;
        keyWaits();
        clock.advance(Duration.ofSeconds(1));
        assertThat(workers.wanted()).isEqualTo(1000);
    }

    @Test
    void moreWorkersAreNoHelpWhereSomethingElseIsShort() {
        scaling.between(4, 100);
        keyWaits();
        cpu = 0.95;
        clock.advance(Duration.ofSeconds(1));
        assertThat(workers.wanted()).isEqualTo(4);
        cpu = 0.1;
        heap = 0.9;
        clock.advance(Duration.ofSeconds(1));
        assertThat(workers.wanted()).isEqualTo(4);
        heap = 0.1;
        waiting = 1;
        clock.advance(Duration.ofSeconds(1));
        assertThat(workers.wanted()).isEqualTo(4);
        waiting = 0;
        clock.advance(Duration.ofMillis(50));
        assertThat(workers.wanted()).isEqualTo(8);
    }

    @Test
    void theyGoAgainWhenNothingWaits() throws InterruptedException {
        scaling.between(4, 100);
        keyWaits();
        clock.advance(Duration.ofSeconds(1));
        queue.done(queue.take());
        clock.advance(Duration.ofSeconds(31));
        assertThat(workers.wanted()).isEqualTo(75);
        clock.advance(Duration.ofMinutes(10));
        assertThat(workers.wanted()).isEqualTo(4);
        assertThat(clock.pending()).isZero();
        keyWaits();
        clock.advance(Duration.ofMillis(100));
        assertThat(workers.wanted()).isEqualTo(8);
    }

    @Test
    void aPinnedNumberStays() {
        scaling.between(6, 6);
        assertThat(workers.wanted()).isEqualTo(6);
        keyWaits();
        clock.advance(Duration.ofMinutes(1));
        assertThat(workers.wanted()).isEqualTo(6);
    }

    @Test
    void boundsApplyAtOnce() {
        scaling.between(10, 20);
        assertThat(workers.wanted()).isEqualTo(10);
        scaling.between(2, 3);
        assertThat(workers.wanted()).isEqualTo(3);
    }
}
