package dev.escapement.console;

import java.util.List;

import dev.escapement.Operator;
import dev.escapement.cache.CacheStats;
import io.prometheus.metrics.model.snapshots.Labels;

/** What an operator's caches hold, and how their watches do. */
final class CacheMetrics {
    private final Families families;
    private final String operator;
    private final List<CacheStats> caches;

    private CacheMetrics(Families families, Operator operator) {
        this.families = families;
        this.operator = operator.name();
        this.caches = operator.caches();
    }

    static void add(Families families, Operator operator) {
        new CacheMetrics(families, operator).add();
    }

    private void add() {
        families.gauge("escapement_cache_objects", "Objects in the caches.", caches, this::labels, CacheStats::objects);
        families.gauge(
                "escapement_cache_bytes", "Memory that they take, roughly.", caches, this::labels, CacheStats::bytes);
        families.counter(
                "escapement_watches_total",
                "Watches begun: the first ones, and one for each that ended or broke.",
                caches,
                this::labels,
                CacheStats::watches);
        families.gauge(
                "escapement_watch_quiet_seconds",
                "How long ago a watch last brought something, a bookmark included.",
                caches,
                this::labels,
                cache -> Families.seconds(cache.quiet()));
    }

    private Labels labels(CacheStats cache) {
        return Labels.of("operator", operator, "resource", cache.resource(), "selection", cache.selection());
    }
}
