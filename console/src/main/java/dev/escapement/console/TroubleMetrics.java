package dev.escapement.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.escapement.EventStats;
import dev.escapement.Operator;
import io.prometheus.metrics.model.snapshots.Labels;

/** What is wrong with an operator, and what became of what it had to tell: ailments, dead letters, Events. */
final class TroubleMetrics {
    private final Families families;
    private final Operator operator;

    private TroubleMetrics(Families families, Operator operator) {
        this.families = families;
        this.operator = operator;
    }

    static void add(Families families, Operator operator) {
        var metrics = new TroubleMetrics(families, operator);
        metrics.addAilments();
        metrics.addTurn();
        metrics.addLetters();
        metrics.addEvents();
    }

    private void addAilments() {
        var ailments = operator.ailments().stream().collect(Collectors.groupingBy(Part::of, Collectors.counting()));
        families.gauge(
                "escapement_ailments",
                "What keeps the operator from processing events as it should, by the part concerned; /readyz says it in words.",
                List.of(Part.values()),
                part -> labels("part", part.word),
                part -> ailments.getOrDefault(part, 0L));
    }

    /** Under the name that client-go gives it. */
    private void addTurn() {
        families.gauge(
                "leader_election_master_status",
                "1 while this replica works, 0 while it stands by.",
                List.of(operator),
                _ -> Labels.of("name", operator.name()),
                replica -> replica.isStandingBy() || replica.isClosing() ? 0L : 1L);
    }

    private void addLetters() {
        families.gauge(
                "escapement_dead_letters",
                "Failures that are kept and not retried any more.",
                operator.insight().letterCounts().entrySet(),
                parked -> labels("controller", parked.getKey()),
                Map.Entry::getValue);
    }

    /** Events that were not written, for one reason. */
    private record Unwritten(String reason, long count) {}

    private void addEvents() {
        EventStats events = operator.insight().events();
        var one = List.of(events);
        families.counter(
                "escapement_events_written_total",
                "Events created, and counts of Events brought up to date.",
                one,
                _ -> Labels.of("operator", operator.name()),
                EventStats::written);
        families.counter(
                "escapement_events_dropped_total",
                "Events that were not written, by reason.",
                List.of(
                        new Unwritten("backlog", events.dropped()),
                        new Unwritten("budget", events.suppressed()),
                        new Unwritten("refused", events.refused())),
                unwritten -> labels("reason", unwritten.reason),
                Unwritten::count);
        families.gauge(
                "escapement_events_waiting",
                "Events that wait to be written.",
                one,
                _ -> Labels.of("operator", operator.name()),
                EventStats::waiting);
    }

    private Labels labels(String name, String value) {
        return Labels.of("operator", operator.name(), name, value);
    }
}
