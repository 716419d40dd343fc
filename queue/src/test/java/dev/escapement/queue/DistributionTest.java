package dev.escapement.queue;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DistributionTest {
    private final Histogram histogram = new Histogram();

    @Test
    void eachBucketBeginsWhereTheOneBeforeEnds() {
        assertThat(Histogram.bucket(0)).isZero();
        for (int bucket = 0; Histogram.limit(bucket) < Long.MAX_VALUE; bucket++) {
            long limit = Histogram.limit(bucket);
            assertThat(Histogram.bucket(limit)).isEqualTo(bucket);
            assertThat(Histogram.bucket(limit + 1)).isEqualTo(bucket + 1);
        }
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.snapshot().quantile(1)).isEqualTo(ofNanos(Long.MAX_VALUE));
    }

    @Test
    void theBoundOfABucketExceedsWhatIsInItByAQuarterAtMost() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong(1L << random.nextInt(1, 62));
            assertThat(Histogram.limit(Histogram.bucket(value))).isBetween(value, value + value / 4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 999, 20_000})
    void quantilesAreWithinABucketOfTheExactOnes(int count) {
        var random = new SplittableRandom(count);
        var values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = (long) Math.exp(random.nextDouble(40));
            histogram.add(values[i]);
        }
        Arrays.sort(values);
        var distribution = histogram.snapshot();
        assertThat(distribution.count()).isEqualTo(count);
        assertThat(distribution.total()).isEqualTo(ofNanos(Arrays.stream(values).sum()));
        for (double share : new double[] {0, 0.001, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1}) {
            long exact = values[Math.max(0, (int) Math.ceil(share * count) - 1)];
            assertThat(distribution.quantile(share).toNanos())
                    .as("quantile %s", share)
                    .isBetween(exact, exact + exact / 4);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 7, 8, 9, 1_000, 123_456_789, Long.MAX_VALUE})
    void atMostCountsWhatIsSurelyWithinTheBound(long bound) {
        var random = new SplittableRandom(2);
        long surely = 0;
        long exact = 0;
        for (int i = 0; i < 10_000; i++) {
            long value = (long) Math.exp(random.nextDouble(40));
            histogram.add(value);
            surely += value + value / 4 <= Math.max(0, bound) ? 1 : 0;
            exact += value <= bound ? 1 : 0;
        }
        assertThat(histogram.snapshot().atMost(ofNanos(bound))).isBetween(surely, exact);
    }

    @Test
    void withoutAnyThereIsNothing() {
        var distribution = histogram.snapshot();
        assertThat(distribution.count()).isZero();
        assertThat(distribution.total()).isZero();
        assertThat(distribution.quantile(0)).isZero();
        assertThat(distribution.quantile(1)).isZero();
        assertThat(distribution.atMost(ofSeconds(Long.MAX_VALUE))).isZero();
        assertThat(distribution).hasToString("0, p50 PT0S, p99 PT0S, max PT0S");
    }

    @Test
    void negativeOnesCountAsNone() {
        histogram.add(-5);
        assertThat(histogram.snapshot().total()).isZero();
        assertThat(histogram.snapshot().quantile(1)).isZero();
    }

    @Test
    void aSnapshotDoesNotChange() {
        histogram.add(7);
        var distribution = histogram.snapshot();
        histogram.add(1_000);
        assertThat(distribution.count()).isEqualTo(1);
        assertThat(distribution.total()).isEqualTo(ofNanos(7));
        assertThat(distribution).hasToString("1, p50 PT0.000000007S, p99 PT0.000000007S, max PT0.000000007S");
    }

    @Test
    void aBoundOfCenturiesHasAll() {
        histogram.add(Duration.ofDays(30_000).toNanos());
        assertThat(histogram.snapshot().atMost(ofSeconds(Long.MAX_VALUE))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-0.1, -0.1", "1.1, 1.1", "NaN, NaN"})
    void aShareOutOfRangeIsRefusedWithTheValue(double share, String told) {
        assertThatThrownBy(() -> histogram.snapshot().quantile(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the share must be from 0 to 1, but is " + told);
    }
}
