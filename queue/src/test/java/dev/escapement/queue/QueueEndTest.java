package dev.escapement.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How a queue ends: at once, or when all is done. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueEndTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final WorkQueue<String> queue = WorkQueue.<String>builder(clock).build();

    private enum End {
        DRAIN,
        SHUT_DOWN
    }

    /** With a key in each state: "worked", "wanted again" (while it is worked on), "waiting", "scheduled". */
    private void fill() throws InterruptedException {
        queue.add("worked");
        queue.add("wanted again");
        assertThat(List.of(queue.take(), queue.take())).containsExactly("worked", "wanted again");
        queue.add("wanted again");
        queue.add("waiting");
        queue.addAfter("scheduled", ofSeconds(1));
    }

    /** Does not wait: an interrupt ends the waiting, but not the draining. */
    private void beginToDrain() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(queue::drain).isInstanceOf(InterruptedException.class);
    }

    private void begin(End end) {
        if (end == End.DRAIN) {
            beginToDrain();
        } else {
            queue.shutDown();
        }
    }

    @Test
    void drainHandsOutWhatWaitsAndWhatIsWantedAgainButNoSchedule() throws InterruptedException {
        fill();
        beginToDrain();
        assertThat(queue.scheduled()).isZero();
        assertThat(queue.take()).isEqualTo("waiting");
        queue.done("worked");
        queue.done("wanted again");
        assertThat(queue.take()).isEqualTo("wanted again");
        queue.done("wanted again");
        queue.done("waiting");
        assertThat(queue.take()).isNull();
        queue.drain();
        assertNothingIsLeft();
    }

    @Test
    void shutDownForgetsAllButWhatIsWorkedOn() throws InterruptedException {
        fill();
        queue.shutDown();
        assertThat(queue.take()).isNull();
        assertThat(queue.working()).extracting(WorkQueue.Working::key).containsExactly("worked", "wanted again");
        assertThat(queue.depth() + queue.scheduled()).isZero();
        queue.done("worked");
        queue.done("wanted again");
        assertThatThrownBy(() -> queue.done("worked")).isInstanceOf(IllegalStateException.class);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsTakenInAfterTheEndHasBegun(End end) throws InterruptedException {
        fill();
        begin(end);
        int depth = queue.depth();
        for (var priority : Priority.values()) {
            queue.add("new", priority, "too late");
        }
        queue.add("worked");
        queue.addAfter("new", ofSeconds(1));
        queue.addAfter("new", ofSeconds(-1));
        queue.addWithin("new", ofSeconds(1));
        queue.retry("worked");
        queue.forget("worked");
        assertThat(queue.cancel("scheduled")).isFalse();
        clock.advance(ofMinutes(1));
        assertThat(queue.depth()).isEqualTo(depth);
        assertThat(queue.scheduled()).isZero();
        queue.done("worked");
        assertThat(queue.depth()).as("it had not been wanted again").isEqualTo(depth);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyQueueEndsAtOnceAndForGood(End end) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            if (end == End.DRAIN) {
                queue.drain();
            } else {
                queue.shutDown();
            }
            queue.add("a");
            assertThat(queue.take()).isNull();
            assertThat(queue.takeUpTo(new ArrayList<>(), 5)).isZero();
        }
        queue.drain();
        queue.shutDown();
        assertNothingIsLeft();
    }

    @Test
    void aQueueWithSchedulesOnlyIsDrainedAtOnce() throws InterruptedException {
        queue.addAfter("a", ofSeconds(1));
        queue.addAfter("b", ofMinutes(1));
        queue.drain();
        assertNothingIsLeft();
    }

    @Test
    void shutDownEndsADrain() throws InterruptedException {
        fill();
        beginToDrain();
        queue.shutDown();
        queue.drain();
        assertThat(queue.take()).isNull();
    }

    /** Those that wait for a key, and those that wait for the end. */
    @ParameterizedTest
    @EnumSource
    void theEndWakesAllThatWait(End end) throws InterruptedException {
        queue.add("last");
        assertThat(queue.take()).isEqualTo("last");
        beginToDrain();
        var ended = new ConcurrentLinkedQueue<String>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 9; i++) {
            int kind = i % 3;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    switch (kind) {
                        case 0 -> assertThat(queue.take()).isNull();
                        case 1 ->
                            assertThat(queue.takeUpTo(new ArrayList<>(), 3)).isZero();
                        default -> queue.drain();
                    }
                    ended.add("ended");
                } catch (InterruptedException | AssertionError e) {
                    ended.add(e.toString());
                }
            }));
        }
        for (var thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        assertThat(ended).isEmpty();
        if (end == End.DRAIN) {
            queue.done("last");
        } else {
            queue.shutDown();
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(ended).hasSize(9).containsOnly("ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "empty", "ended"})
    void aThreadThatIsInterruptedAlreadyTakesNothing(String state) throws InterruptedException {
        if (state.equals("waiting")) {
            queue.add("a");
        } else if (state.equals("ended")) {
            queue.shutDown();
        }
        int depth = queue.depth();
        var keys = new ArrayList<String>();
        Thread.currentThread().interrupt();
        assertThatThrownBy(queue::take).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).as("told once").isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.takeUpTo(keys, 3)).isInstanceOf(InterruptedException.class);
        assertThat(keys).isEmpty();
        assertThat(queue.depth()).isEqualTo(depth);
        assertThat(queue.processing()).isZero();
    }

    private void assertNothingIsLeft() {
        var stats = queue.stats();
        assertThat(stats.depth() + stats.processing() + stats.scheduled()).isZero();
        assertThat(queue.waiting(10)).isEmpty();
        assertThat(queue.working()).isEmpty();
        clock.advance(ofMinutes(10));
        assertThat(clock.pending()).isZero();
        assertThat(queue.depth()).isZero();
    }
}
