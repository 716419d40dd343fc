package dev.escapement.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import dev.escapement.client.GateState;
import dev.escapement.queue.Distribution;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** The metrics of one page in the making, as client_java has them. Figures are read when the page is asked for, and not before. */
final class Families {
    private static final String TOTAL = "_total";

    private final List<MetricSnapshot> all = new ArrayList<>();

    List<MetricSnapshot> all() {
        return all;
    }

    /** A counter whose name ends in {@code _total}, with one series for each element. */
    <E> void counter(
            String name,
            String help,
            Collection<E> elements,
            Function<E, Labels> labels,
            ToDoubleFunction<? super E> value) {
        var counter = CounterSnapshot.builder()
                .name(name.substring(0, name.length() - TOTAL.length()))
                .help(help);
        elements.forEach(element -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels.apply(element))
                .value(value.applyAsDouble(element))
                .build()));
        all.add(counter.build());
    }

    /** A gauge with one series for each element. */
    <E> void gauge(
            String name,
            String help,
            Collection<E> elements,
            Function<E, Labels> labels,
            ToDoubleFunction<? super E> value) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        elements.forEach(element -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels.apply(element))
                .value(value.applyAsDouble(element))
                .build()));
        all.add(gauge.build());
    }

    /** A metric whose labels are what it says; its name ends in {@code _info} on the page. */
    void info(String name, String help, Labels labels) {
        all.add(InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build());
    }

    /** A histogram with one series for each element. */
    <E> void histogram(
            String name,
            String help,
            Collection<E> elements,
            Function<E, Labels> labels,
            Function<? super E, Buckets> value) {
        var histogram = HistogramSnapshot.builder().name(name).help(help);
        elements.forEach(element -> histogram.dataPoint(value.apply(element).point(labels.apply(element))));
        all.add(histogram.build());
    }

    static double seconds(Duration duration) {
        return duration.toSeconds() + duration.toNanosPart() / 1e9;
    }

    /**
     * How often something took how long.
     *
     * @param bounds the upper bounds of the buckets
     * @param counts how many took at most so long, for each of them
     * @param count how many there were
     * @param total how long all of them took
     */
    record Buckets(List<Duration> bounds, List<Long> counts, long count, Duration total) {
        static Buckets of(Distribution distribution, List<Duration> bounds) {
            return new Buckets(
                    bounds,
                    bounds.stream().map(distribution::atMost).toList(),
                    distribution.count(),
                    distribution.total());
        }

        static Buckets of(GateState.Waits waits) {
            return new Buckets(GateState.Waits.BOUNDS, waits.counts(), waits.count(), waits.total());
        }

        private HistogramDataPointSnapshot point(Labels labels) {
            var buckets = ClassicHistogramBuckets.builder();
            long below = 0;
            for (int i = 0; i < bounds.size(); i++) {
                buckets.bucket(seconds(bounds.get(i)), counts.get(i) - below);
                below = counts.get(i);
            }
            buckets.bucket(Double.POSITIVE_INFINITY, count - below);
            return HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(buckets.build())
                    .sum(seconds(total))
                    .build();
        }
    }
}
