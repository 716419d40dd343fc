package dev.escapement.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdaptiveLimitTest {
    private final AdaptiveLimit limit = new AdaptiveLimit(new GateLimits.Range(8, 2, 20), 0);
    private long now;

    private void round(boolean waiting) {
        for (int left = limit.limit(); left > 0; left--) {
            limit.answered(now, waiting);
        }
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            round(true);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void growsByOneARound() {
        round(true);
        assertThat(limit.limit()).isEqualTo(9);
        rounds(2);
        assertThat(limit.limit()).isEqualTo(11);
    }

    @Test
    void doesNotGrowWhileItIsNotUsed() {
        round(false);
        round(false);
        assertThat(limit.limit()).isEqualTo(8);
        limit.answered(now, true); // once in a round is enough
        for (int i = 1; i < 8; i++) {
            limit.answered(now, false);
        }
        assertThat(limit.limit()).isEqualTo(9);
    }

    @Test
    void endsAtItsBounds() {
        rounds(100);
        assertThat(limit.limit()).isEqualTo(20);
        for (int i = 0; i < 10; i++) {
            limit.refused(now, 20);
        }
        assertThat(limit.limit()).isEqualTo(2);
    }

    @Test
    void isHalvedByARefusal() {
        limit.refused(now, 8);
        assertThat(limit.limit()).isEqualTo(4);
    }

    @Test
    void whatIsHalvedIsWhatWasUnderWay() {
        limit.refused(now, 4);
        assertThat(limit.limit()).isEqualTo(2);
    }

    @Test
    void haltsBelowWhereItWasRefused() {
        limit.refused(now, 8);
        rounds(50);
        assertThat(limit.limit()).isEqualTo(7);
    }

    @Test
    void triesAStepAfterTenSecondsAndMoreWhenThatHolds() {
        limit.refused(now, 8);
        rounds(3);
        pass(Duration.ofSeconds(10).minusNanos(1));
        rounds(5);
        assertThat(limit.limit()).isEqualTo(7);
        pass(Duration.ofNanos(1));
        rounds(5);
        assertThat(limit.limit()).isEqualTo(8);
        pass(Duration.ofSeconds(2));
        rounds(5);
        assertThat(limit.limit()).isEqualTo(10);
        pass(Duration.ofSeconds(2));
        rounds(5);
        assertThat(limit.limit()).isEqualTo(14);
    }

    @Test
    void haltsTwiceAsLongEachTimeThatItIsRefusedAtTheSamePlace() {
        limit.refused(now, 8);
        for (long halt : new long[] {10, 20, 40, 60, 60}) {
            rounds(20);
            pass(Duration.ofSeconds(halt).minusNanos(1));
            rounds(5);
            assertThat(limit.limit()).isEqualTo(7);
            pass(Duration.ofNanos(1));
            rounds(1);
            assertThat(limit.limit()).isEqualTo(8);
            limit.refused(now, 8);
        }
        rounds(1);
        limit.refused(now, 5); // elsewhere
        rounds(20);
        assertThat(limit.limit()).isEqualTo(4);
        pass(Duration.ofSeconds(10));
        rounds(1);
        assertThat(limit.limit()).isEqualTo(5);
    }

    @Test
    void growsBackAtOnceToWhereItHadHeld() {
        limit.refused(now, 8);
        rounds(20);
        pass(Duration.ofSeconds(2));
        limit.refused(now, 7); // by others
        assertThat(limit.limit()).isEqualTo(3);
        rounds(20);
        assertThat(limit.limit()).isEqualTo(7);
        limit.refused(now, 7); // not by others
        rounds(20);
        assertThat(limit.limit()).isEqualTo(6);
    }

    @Test
    void growsBackAtOnceIfItWasNotReached() {
        limit.refused(now, 1);
        assertThat(limit.limit()).isEqualTo(2);
        rounds(30);
        assertThat(limit.limit()).isEqualTo(20);
    }

    @Test
    void onePinnedDoesNotMove() {
        var pinned = new AdaptiveLimit(GateLimits.Range.pinned(3), 0);
        for (int i = 0; i < 100; i++) {
            pinned.answered(now, true);
        }
        assertThat(pinned.limit()).isEqualTo(3);
        pinned.refused(now, 3);
        assertThat(pinned.limit()).isEqualTo(3);
    }
}
