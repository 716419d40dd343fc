package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.escapement.client.ObjectKey;
import dev.escapement.testcluster.Await;
import dev.escapement.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WatchTest {
    private static final ObjectKey KEY = new ObjectKey("n", "a");

    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);
    private final List<String> told = new ArrayList<>();
    private final Watch watch = new Watch(clock, Duration.ofMinutes(10), new Watch.Listener() {
        @Override
        public void slow(Attempt attempt) {
            told.add("slow");
        }

        @Override
        public void interrupted(Attempt attempt, String where) {
            told.add("interrupted");
        }

        @Override
        public void abandoned(Attempt attempt) {
            told.add("abandoned");
        }
    });

    @AfterEach
    void close() {
        Thread.interrupted();
        watch.close();
    }

    private Attempt begin() {
        return watch.begin(KEY, () -> told.add("replaced"));
    }

    @Test
    void aRunThatEndsInTimeIsLeftAlone() {
        var attempt = begin();
        clock.advance(Duration.ofMinutes(4));
        assertThat(watch.end(attempt)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(told).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aRunThatTakesTooLongIsReportedInterruptedAndGivenUp() {
        var attempt = begin();
        clock.advance(Duration.ofMinutes(5));
        assertThat(told).containsExactly("slow");
        clock.advance(Duration.ofMinutes(5));
        assertThat(told).containsExactly("slow", "interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(attempt.isOverdue()).isTrue();
        assertThat(attempt.isAbandoned()).isFalse();
        attempt.check();
        clock.advance(Watch.LAST_WORDS);
        assertThat(told).containsExactly("slow", "interrupted", "replaced", "abandoned");
        assertThat(watch.abandoned()).containsExactly(attempt);
        assertThatThrownBy(attempt::check).hasMessageContaining("n/a: this run was given up");
        assertThat(watch.end(attempt)).isFalse();
        assertThat(watch.abandoned()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anInterruptThatComesAsTheRunEndsIsTakenBack() {
        var attempt = begin();
        clock.advance(Duration.ofMinutes(10));
        assertThat(watch.end(attempt)).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        clock.advance(Duration.ofMinutes(10));
        assertThat(told).containsExactly("slow", "interrupted");
    }

    @Test
    void aRunWhoseCodeHasReturnedIsNotDisturbedAnyMore() {
        var attempt = begin();
        clock.advance(Duration.ofMinutes(10));
        assertThat(attempt.returned()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(attempt.isOverdue()).isFalse();
        clock.advance(Watch.LAST_WORDS);
        assertThat(told).containsExactly("slow", "interrupted");
        assertThat(watch.end(attempt)).isTrue();
    }

    @Test
    void aRunThatBeginsOnceMoreIsWatchedAgain() {
        var attempt = begin();
        assertThat(attempt.returned()).isTrue();
        attempt.resumed();
        clock.advance(Duration.ofMinutes(10).plus(Watch.LAST_WORDS));
        assertThat(told).containsExactly("slow", "interrupted", "replaced", "abandoned");
        assertThat(attempt.returned()).isFalse();
        attempt.resumed();
        assertThat(attempt.isAbandoned()).isTrue();
        assertThat(watch.end(attempt)).isFalse();
    }

    @Test
    void zeroMeansNoLimit() {
        try (var none = new Watch(clock, Duration.ZERO, failing())) {
            var attempt = none.begin(KEY, () -> told.add("replaced"));
            clock.advance(Duration.ofDays(1000));
            assertThat(attempt.deadline.isNever()).isTrue();
            assertThat(none.end(attempt)).isTrue();
        }
    }

    @Test
    void itIsSaidWhereARunIs() throws InterruptedException {
        var began = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var attempts = new ArrayList<Attempt>();
        var thread = Thread.ofVirtual().start(() -> {
            attempts.add(begin());
            began.countDown();
            stuck(release);
        });
        began.await();
        Await.until("it is there", () -> attempts.getFirst().where().contains("WatchTest.stuck(WatchTest.java:"));
        release.countDown();
        thread.join();
    }

    private static void stuck(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Watch.Listener failing() {
        return new Watch.Listener() {
            @Override
            public void slow(Attempt attempt) {
                throw new AssertionError();
            }

            @Override
            public void interrupted(Attempt attempt, String where) {
                throw new AssertionError();
            }

            @Override
            public void abandoned(Attempt attempt) {
                throw new AssertionError();
            }
        };
    }
}
