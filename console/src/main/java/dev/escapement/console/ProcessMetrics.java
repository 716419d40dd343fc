package dev.escapement.console;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** What the process uses of its machine and the JVM of the process, under the names that Prometheus' own clients have for it. */
final class ProcessMetrics {
    /** One for all operators of the process: it listens to the garbage collector. */
    private static final PrometheusRegistry REGISTRY = new PrometheusRegistry();

    static {
        JvmMetrics.builder().register(REGISTRY);
    }

    private ProcessMetrics() {}

    static MetricSnapshots current() {
        return REGISTRY.scrape();
    }
}
