package dev.escapement.time;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class GroupTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final Stop stop = Stop.create(clock);
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @Test
    void waitsForAllTasksAlsoThoseThatTasksStart() throws Exception {
        try (var group = Group.<IOException>under(stop)) {
            for (int i = 0; i < 100; i++) {
                group.start(_ -> group.start(_ -> ended.add("task")));
            }
            group.await();
            assertThat(ended).hasSize(100);
            assertThat(group.stop().isRequested()).isFalse();
        }
        assertThat(stop.listening()).isZero();
    }

    @Test
    void theFirstFailureStopsTheOthersAndIsThrown() {
        assertThatThrownBy(() -> {
                    try (var group = Group.<IOException>under(stop)) {
                        group.start(limited -> ended.add("stopped: " + limited.await(Duration.ofDays(1))));
                        group.start(_ -> blockForever());
                        clock.awaitPending(1);
                        group.start(_ -> {
                            throw new IOException("broken");
                        });
                        group.await();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("broken")
                .hasNoSuppressedExceptions();
        assertThat(stop.isRequested()).isFalse();
    }

    @Test
    void furtherFailuresAreSuppressedOnTheFirst() throws Exception {
        var started = new CountDownLatch(1);
        var group = Group.<RuntimeException>under(stop);
        group.start(limited -> {
            started.countDown();
            try {
                blockForever();
            } catch (InterruptedException e) {
                throw new IllegalStateException(
                        "no clean end: " + limited.reason().orElseThrow().why());
            }
        });
        started.await();
        group.start(_ -> {
            throw new AssertionError("panic");
        });
        assertThatThrownBy(group::await)
                .isInstanceOf(AssertionError.class)
                .satisfies(
                        e -> assertThat(e.getSuppressed())
                                .singleElement()
                                .isInstanceOf(IllegalStateException.class)
                                .hasToString(
                                        "java.lang.IllegalStateException: no clean end: a task of the group failed: java.lang.AssertionError: panic"));
        group.close();
    }

    @Test
    void aStopOfTheParentCutsTasksShort() {
        try (var group = Group.<RuntimeException>under(stop)) {
            group.start(_ -> blockForever());
            stop.request("enough");
            assertThatThrownBy(group::await)
                    .isInstanceOf(StoppedException.class)
                    .hasMessage("stopped: enough");
        }
    }

    @Test
    void tasksThatEndWellWhenTheyAreStoppedAreNoFailure() throws Exception {
        var started = new CountDownLatch(1);
        try (var group = Group.<RuntimeException>under(stop)) {
            group.start(limited -> {
                started.countDown();
                while (!limited.isRequested()) {
                    Thread.onSpinWait();
                }
            });
            started.await();
            group.stop().request("enough");
            group.await();
        }
    }

    @Test
    void aTaskThatIsStartedAfterTheStopDoesNotRun() {
        stop.request("enough");
        try (var group = Group.<RuntimeException>under(stop)) {
            group.start(_ -> ended.add("task"));
            assertThatThrownBy(group::await).isInstanceOf(StoppedException.class);
        }
        assertThat(ended).isEmpty();
    }

    @Test
    void closeStopsTheTasksAndWaitsForThemAlsoWhenInterrupted() throws Exception {
        var started = new CountDownLatch(10);
        var group = Group.<RuntimeException>under(stop);
        for (int i = 0; i < 10; i++) {
            group.start(_ -> {
                started.countDown();
                try {
                    blockForever();
                } finally {
                    ended.add("task");
                }
            });
        }
        started.await();
        Thread.currentThread().interrupt();
        group.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).hasSize(10);
        assertThat(stop.listening()).isZero();
        assertThatThrownBy(() -> group.start(_ -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailureThatNobodyAwaitedIsNotSilent() throws Exception {
        var uncaught = new ArrayList<Throwable>();
        Thread.ofVirtual()
                .uncaughtExceptionHandler((_, e) -> uncaught.add(e))
                .start(() -> {
                    var failing = new CountDownLatch(1);
                    try (var group = Group.<IOException>under(stop)) {
                        group.start(_ -> {
                            failing.countDown();
                            throw new IOException("broken");
                        });
                        failing.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .join();
        assertThat(uncaught).singleElement().isInstanceOf(IOException.class);
    }

    @Test
    void anInterruptEndsTheWaitButNotTheTasks() throws Exception {
        try (var group = Group.<RuntimeException>under(stop)) {
            group.start(_ -> blockForever());
            Thread.currentThread().interrupt();
            assertThatThrownBy(group::await).isInstanceOf(InterruptedException.class);
            assertThat(group.stop().isRequested()).isFalse();
        }
    }

    @Test
    void aTaskCannotWaitForItself() {
        try (var group = Group.<RuntimeException>under(stop)) {
            group.start(_ -> group.await());
            assertThatThrownBy(group::await)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("can't wait for its own group");
        }
    }

    @Test
    void noMoreRunAtATimeThanTheLimit() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        try (var group = Group.<RuntimeException>under(stop, 3)) {
            for (int i = 0; i < 200; i++) {
                group.start(_ -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.yield();
                    running.decrementAndGet();
                    ended.add("task");
                });
            }
            group.await();
        }
        assertThat(ended).hasSize(200);
        assertThat(most.get()).isBetween(1, 3);
        assertThatThrownBy(() -> Group.under(stop, 0)).hasMessageContaining("limit must be at least 1, but is 0");
    }

    @Test
    void tasksThatWaitForTheirTurnEndWithTheGroup() {
        var group = Group.<RuntimeException>under(stop, 1);
        for (int i = 0; i < 100; i++) {
            group.start(_ -> {
                ended.add("task");
                blockForever();
            });
        }
        group.close();
        assertThat(ended).hasSizeLessThanOrEqualTo(1);
    }

    private static void blockForever() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
