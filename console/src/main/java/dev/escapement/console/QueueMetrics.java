package dev.escapement.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import dev.escapement.Operator;
import dev.escapement.console.Families.Buckets;
import dev.escapement.queue.Distribution;
import dev.escapement.queue.QueueStats;
import io.prometheus.metrics.model.snapshots.Labels;

/** The figures of an operator's queues, one for each controller, under client-go's names. */
final class QueueMetrics {
    /** The bounds of controller-runtime's buckets: 10 ns, ten times as long each, to 1000 s. */
    private static final List<Duration> BOUNDS = IntStream.range(1, 13)
            .mapToObj(i -> Duration.ofNanos((long) Math.pow(10, i)))
            .toList();

    private final Families families;
    private final Operator operator;
    private final Map<String, QueueStats> queues;

    private QueueMetrics(Families families, Operator operator) {
        this.families = families;
        this.operator = operator;
        this.queues = operator.queues();
    }

    static void add(Families families, Operator operator) {
        var metrics = new QueueMetrics(families, operator);
        metrics.addKnown();
        metrics.addOwn();
    }

    private void addKnown() {
        gauge("workqueue_depth", "Keys that wait for a worker.", QueueStats::depth);
        counter("workqueue_adds_total", "Keys added that did not wait already.", QueueStats::adds);
        counter("workqueue_retries_total", "Keys scheduled for later.", QueueStats::retries);
        histogram("workqueue_queue_duration_seconds", "How long keys waited for a worker.", QueueStats::waited);
        histogram("workqueue_work_duration_seconds", "How long workers had a key.", QueueStats::worked);
        gauge(
                "workqueue_unfinished_work_seconds",
                "How long the keys that workers have now have been there, in sum.",
                stats -> Families.seconds(stats.unfinished()));
        gauge(
                "workqueue_longest_running_processor_seconds",
                "How long the key that has been with a worker longest has been there.",
                stats -> Families.seconds(stats.longest()));
    }

    private void addOwn() {
        gauge("escapement_runs_in_progress", "Keys that workers have now.", QueueStats::processing);
        gauge("escapement_scheduled", "Keys scheduled for later.", QueueStats::scheduled);
        gauge(
                "escapement_queue_oldest_seconds",
                "How long the key that has waited longest for a worker has waited.",
                stats -> stats.oldest().values().stream()
                        .mapToDouble(Families::seconds)
                        .max()
                        .orElse(0));
    }

    private void gauge(String name, String help, ToDoubleFunction<QueueStats> value) {
        families.gauge(name, help, queues.entrySet(), this::labels, queue -> value.applyAsDouble(queue.getValue()));
    }

    private void counter(String name, String help, ToDoubleFunction<QueueStats> value) {
        families.counter(name, help, queues.entrySet(), this::labels, queue -> value.applyAsDouble(queue.getValue()));
    }

    private void histogram(String name, String help, Function<QueueStats, Distribution> value) {
        families.histogram(
                name,
                help,
                queues.entrySet(),
                this::labels,
                queue -> Buckets.of(value.apply(queue.getValue()), BOUNDS));
    }

    private Labels labels(Map.Entry<String, QueueStats> queue) {
        return Labels.of("name", queue.getKey(), "operator", operator.name());
    }
}
