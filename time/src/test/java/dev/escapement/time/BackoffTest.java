package dev.escapement.time;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackoffTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void doublesUpToTheCap() {
        var backoff = Backoff.exponential(ofSeconds(1)).cap(ofSeconds(10)).jitter(0);
        assertThat(IntStream.rangeClosed(1, 6).mapToObj(n -> backoff.delay(n, random)))
                .containsExactly(ofSeconds(1), ofSeconds(2), ofSeconds(4), ofSeconds(8), ofSeconds(10), ofSeconds(10));
        assertThat(backoff.delay(Integer.MAX_VALUE, random)).isEqualTo(ofSeconds(10));
    }

    @Test
    void jitterOnlyLengthensAndDoesNotAccumulate() {
        var backoff = Backoff.exponential(ofSeconds(1)).jitter(0.5);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.delay(3, random)).isBetween(ofSeconds(4), ofSeconds(6));
        }
    }

    @Test
    void countsTheFirstAttempt() {
        var backoff = Backoff.exponential(ofSeconds(1)).attempts(3);
        assertThat(backoff.exhausted(2)).isFalse();
        assertThat(backoff.exhausted(3)).isTrue();
        assertThat(Backoff.constant(ofMinutes(1)).exhausted(1_000_000)).isFalse();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Backoff.exponential(ofSeconds(0))).hasMessageContaining("initial must be positive");
        assertThatThrownBy(() -> Backoff.exponential(ofSeconds(5)).cap(ofSeconds(1)))
                .hasMessageContaining("cap must be at least the initial PT5S, but is PT1S");
        assertThatThrownBy(() -> Backoff.constant(ofSeconds(1)).factor(0.5)).hasMessageContaining("factor");
    }
}
