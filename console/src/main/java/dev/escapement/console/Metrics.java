package dev.escapement.console;

import java.util.List;

import dev.escapement.Operator;
import dev.escapement.time.LockWaits;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * An operator's figures. Those that client-go and controller-runtime have too have their names, units and labels, so that dashboards
 * know them; docs/metrics.md lists all.
 */
final class Metrics {
    private Metrics() {}

    static List<MetricSnapshot> of(Operator operator) {
        var families = new Families();
        RunMetrics.add(families, operator);
        QueueMetrics.add(families, operator);
        CompanionMetrics.add(families, operator);
        TroubleMetrics.add(families, operator);
        GateMetrics.add(families, operator);
        CacheMetrics.add(families, operator);
        addProcess(families, operator);
        return families.all();
    }

    /** The locks are the whole process's, whose operators share them. */
    private static void addProcess(Families families, Operator operator) {
        var locks = LockWaits.all().entrySet();
        families.counter(
                "escapement_lock_waits_total",
                "Acquisitions of locks that had to wait.",
                locks,
                lock -> Labels.of("lock", lock.getKey()),
                lock -> lock.getValue().count());
        families.counter(
                "escapement_lock_wait_seconds_total",
                "How long they waited.",
                locks,
                lock -> Labels.of("lock", lock.getKey()),
                lock -> Families.seconds(lock.getValue().total()));
        var version = Operator.class.getPackage().getImplementationVersion();
        families.info(
                "escapement_build",
                "The version of Escapement.",
                Labels.of("operator", operator.name(), "version", version == null ? "unknown" : version));
    }
}
