package dev.escapement.queue;

import java.time.Instant;
import java.util.ArrayDeque;

import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** What counts as failing in a row, and that nothing is kept of keys that are gone. */
class QueueFailuresTest {
    private static final String FLOW = "flow";

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final WorkQueue<String> queue = WorkQueue.<String>builder(clock)
            .limiter((_, failures) -> ofSeconds(failures))
            .build();

    /**
     * Each word is a turn of the key: {@code r} retries, {@code R} retries twice, {@code a} asks for it later instead, {@code f}
     * forgets, {@code n} does nothing; {@code c} cancels the schedule after the turn.
     */
    @ParameterizedTest
    @CsvSource({
        "r r r, 3",
        "r r n, 0",
        "r n r, 1",
        "r R, 3",
        "r a, 0",
        "r ra, 2",
        "r r f, 0",
        "r fr, 1",
        "r rf, 0",
        "r rc, 0",
        "r rc r, 1",
    })
    void failuresAreCountedForTurnsThatEndWithARetry(String turns, int failures) throws InterruptedException {
        for (var turn : turns.split(" ")) {
            queue.add("a");
            assertThat(queue.take()).isEqualTo("a");
            turn.replace("c", "").chars().forEach(this::act);
            queue.done("a");
            if (turn.endsWith("c")) {
                assertThat(queue.cancel("a")).isTrue();
            }
        }
        queue.add("a");
        assertThat(queue.waiting(1).getFirst().failures()).isEqualTo(failures);
        assertThat(queue.take()).isEqualTo("a");
        assertThat(queue.working().getFirst().failures()).isEqualTo(failures);
        assertThat(queue.retry("a")).isEqualTo(failures + 1);
    }

    private void act(int action) {
        switch (action) {
            case 'r' -> queue.retry("a");
            case 'R' -> {
                queue.retry("a");
                queue.retry("a");
            }
            case 'a' -> queue.addAfter("a", ofSeconds(1));
            case 'f' -> queue.forget("a");
            default -> {
                // nothing
            }
        }
    }

    @Test
    void aRetryComesWhenItsDelayIsOver() throws InterruptedException {
        queue.add("a");
        for (int failures = 1; failures < 10; failures++) {
            assertThat(queue.take()).isEqualTo("a");
            assertThat(queue.retry("a")).isEqualTo(failures);
            queue.done("a");
            clock.advance(ofSeconds(failures).minusNanos(1));
            assertThat(queue.depth()).isZero();
            clock.advance(ofNanos(1));
        }
        assertThat(queue.stats().retries()).isEqualTo(9);
    }

    @Test
    void aChangeComesBeforeTheRetryAndInItsPlace() throws InterruptedException {
        queue.add("a");
        assertThat(queue.take()).isEqualTo("a");
        queue.retry("a");
        queue.add("a");
        assertThat(queue.scheduled()).isZero();
        queue.done("a");
        assertThat(queue.depth()).isEqualTo(1);
        assertThat(queue.waiting(1).getFirst().failures()).as("the row goes on").isEqualTo(1);
    }

    @Test
    void keysThatAreGoneTakeNoRoom() {
        for (boolean fair : new boolean[] {false, true}) {
            var builder = WorkQueue.<Integer>builder(clock);
            var agenda = new Agenda<>(fair ? builder.fairBy(_ -> FLOW) : builder);
            var flow = fair ? FLOW : null;
            var recent = new ArrayDeque<Integer>();
            for (int i = 0; i < 100_000; i++) {
                agenda.add(i, flow, WorkQueue.Priority.NORMAL, "why", i);
                assertThat(agenda.next(i, Thread.currentThread())).isEqualTo(i);
                agenda.schedule(i, flow, i + 1_000_000L, false, 1, i);
                agenda.done(i, i);
                assertThat(agenda.failures(i)).isEqualTo(1);
                recent.add(i);
                if (recent.size() > 10) {
                    end(agenda, recent.remove(), flow);
                }
            }
            var snapshot = agenda.snapshot(0);
            assertThat(snapshot.table().size())
                    .as("those that are idle leave together")
                    .isBetween(10, 10 + 32);
            assertThat(snapshot.table().rows()).isLessThanOrEqualTo(11 + 32);
            assertThat(agenda.failures(0)).isZero();
        }
    }

    /** By each of the ways in which a key that has failed can leave. */
    private static void end(Agenda<Integer> agenda, int key, String flow) {
        switch (key % 3) {
            case 0 -> assertThat(agenda.cancel(key)).isTrue();
            case 1 -> {
                agenda.add(key, flow, WorkQueue.Priority.LOW, null, key);
                assertThat(agenda.next(key, Thread.currentThread())).isEqualTo(key);
                agenda.done(key, key);
            }
            default -> {
                agenda.schedule(key, flow, 0, false, 2, key);
                assertThat(agenda.next(key, Thread.currentThread())).isEqualTo(key);
                agenda.forget(key);
                agenda.done(key, key);
            }
        }
    }

    @Test
    void whatIsAskedOfUnknownKeysLeavesNoTrace() {
        var agenda = new Agenda<>(WorkQueue.<Integer>builder(clock));
        for (int i = 0; i < 1_000; i++) {
            assertThat(agenda.forget(i)).isFalse();
            assertThat(agenda.cancel(i)).isFalse();
            assertThat(agenda.failures(i)).isZero();
        }
        assertThat(agenda.snapshot(0).table().rows()).isZero();
    }
}
