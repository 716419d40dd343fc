package dev.escapement.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import dev.escapement.Operator;
import dev.escapement.cache.CacheStats;
import dev.escapement.queue.Distribution;
import dev.escapement.queue.QueueStats;
import dev.escapement.time.LockWaits;

/**
 * An operator's figures in the text format of Prometheus, version 0.0.4. Those of the queues have the names, the units and the
 * label that client-go gives them, so that dashboards know them.
 */
final class Metrics {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The bounds of controller-runtime's buckets: 10 ns, ten times as long each, to 1000 s. */
    private static final long[] BOUNDS =
            IntStream.range(1, 13).mapToLong(i -> (long) Math.pow(10, i)).toArray();

    private final StringBuilder text = new StringBuilder();
    private final Map<String, QueueStats> queues;
    private final List<CacheStats> caches;
    private final String operator;

    private Metrics(Operator operator) {
        this.operator = operator.name();
        this.queues = operator.queues();
        this.caches = operator.caches();
    }

    static String of(Operator operator) {
        var metrics = new Metrics(operator);
        metrics.addQueues();
        metrics.addCaches();
        metrics.addLocks();
        return metrics.text + GateMetrics.of(operator) + RuntimeMetrics.of(operator) + ProcessMetrics.current();
    }

    private void addQueues() {
        each("workqueue_depth", "gauge", "Keys that wait for a worker.", QueueStats::depth);
        each("workqueue_adds_total", "counter", "Keys added that did not wait already.", QueueStats::adds);
        each("workqueue_retries_total", "counter", "Keys scheduled for later.", QueueStats::retries);
        histogram("workqueue_queue_duration_seconds", "How long keys waited for a worker.", QueueStats::waited);
        histogram("workqueue_work_duration_seconds", "How long workers had a key.", QueueStats::worked);
        each(
                "workqueue_unfinished_work_seconds",
                "gauge",
                "How long the keys that workers have now have been there, in sum.",
                stats -> seconds(stats.unfinished()));
        each(
                "workqueue_longest_running_processor_seconds",
                "gauge",
                "How long the key that has been with a worker longest has been there.",
                stats -> seconds(stats.longest()));
        each("escapement_runs_in_progress", "gauge", "Keys that workers have now.", QueueStats::processing);
        each("escapement_scheduled", "gauge", "Keys scheduled for later.", QueueStats::scheduled);
    }

    private void addCaches() {
        caches("escapement_cache_objects", "Objects in the caches.", CacheStats::objects);
        caches("escapement_cache_bytes", "Memory that they take, roughly.", CacheStats::bytes);
    }

    private void caches(String name, String help, ToLongFunction<CacheStats> value) {
        head(name, "gauge", help);
        for (var cache : caches) {
            text.append("%s{resource=\"%s\",selection=\"%s\",operator=\"%s\"} %d\n"
                    .formatted(
                            name,
                            escaped(cache.resource()),
                            escaped(cache.selection()),
                            escaped(operator),
                            value.applyAsLong(cache)));
        }
    }

    /** Those of the whole process, whose locks operators share. */
    private void addLocks() {
        locks("escapement_lock_waits_total", "Acquisitions of locks that had to wait.", LockWaits::count);
        locks("escapement_lock_wait_seconds_total", "How long they waited.", waits -> seconds(waits.total()));
    }

    private void locks(String name, String help, Function<LockWaits, Object> value) {
        head(name, "counter", help);
        LockWaits.all()
                .forEach((lock, waits) ->
                        text.append("%s{lock=\"%s\"} %s\n".formatted(name, escaped(lock), value.apply(waits))));
    }

    private void each(String name, String type, String help, Function<QueueStats, Object> value) {
        head(name, type, help);
        queues.forEach((queue, stats) -> sample(name, queue, "", value.apply(stats)));
    }

    private void histogram(String name, String help, Function<QueueStats, Distribution> value) {
        head(name, "histogram", help);
        queues.forEach((queue, stats) -> {
            var distribution = value.apply(stats);
            for (long bound : BOUNDS) {
                var limit = Duration.ofNanos(bound);
                sample(name + "_bucket", queue, ",le=\"" + seconds(limit) + "\"", distribution.atMost(limit));
            }
            sample(name + "_bucket", queue, ",le=\"+Inf\"", distribution.count());
            sample(name + "_sum", queue, "", seconds(distribution.total()));
            sample(name + "_count", queue, "", distribution.count());
        });
    }

    private void head(String name, String type, String help) {
        text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    }

    private void sample(String name, String queue, String labels, Object value) {
        text.append("%s{name=\"%s\",operator=\"%s\"%s} %s\n"
                .formatted(name, escaped(queue), escaped(operator), labels, value));
    }

    static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    static double seconds(Duration duration) {
        return duration.toSeconds() + duration.toNanosPart() / 1e9;
    }
}
