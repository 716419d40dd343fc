package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeadlineTest {
    private final VirtualClock clock = VirtualClock.at(Instant.EPOCH);

    @Test
    void passesWhenItsTimeHasCome() {
        var deadline = Deadline.after(clock, ofSeconds(2));
        clock.advance(ofSeconds(1));
        assertThat(deadline.isPast()).isFalse();
        assertThat(deadline.remaining()).isEqualTo(ofSeconds(1));
        clock.advance(ofSeconds(1));
        assertThat(deadline.isPast()).isTrue();
        clock.advance(ofSeconds(1));
        assertThat(deadline.isPast()).isTrue();
        assertThat(deadline.remaining()).isEqualTo(ZERO);
    }

    @Test
    void noTimeOrLessMeansNowAndNotNever() {
        assertThat(Deadline.after(clock, ZERO).isPast()).isTrue();
        var before = Deadline.after(clock, ofSeconds(Long.MIN_VALUE));
        assertThat(before.isPast()).isTrue();
        assertThat(before.isNever()).isFalse();
        assertThat(before.remaining()).isEqualTo(ZERO);
    }

    @Test
    void theLongestTimeDoesNotOverflow() {
        clock.advance(Duration.ofDays(36_500));
        var deadline = Deadline.after(clock, ofSeconds(Long.MAX_VALUE));
        assertThat(deadline.isPast()).isFalse();
        assertThat(deadline.remaining()).isGreaterThan(Duration.ofDays(36_500));
    }

    @Test
    void neverDoesNotPass() {
        assertThat(Deadline.never().isPast()).isFalse();
        assertThat(Deadline.never().isNever()).isTrue();
        assertThat(Deadline.never().remaining()).isGreaterThan(Duration.ofDays(73_000));
    }

    @Test
    void theEarlierOfTwoCounts() {
        var soon = Deadline.after(clock, ofSeconds(1));
        var late = Deadline.after(clock, ofSeconds(2));
        assertThat(late.earlier(soon)).isSameAs(soon);
        assertThat(soon.earlier(late)).isSameAs(soon);
        assertThat(Deadline.never().earlier(late)).isSameAs(late);
        assertThat(late.earlier(Deadline.never())).isSameAs(late);
        var elsewhere = Deadline.after(VirtualClock.at(Instant.EPOCH), ZERO);
        assertThatThrownBy(() -> soon.earlier(elsewhere)).isInstanceOf(IllegalArgumentException.class);
    }
}
