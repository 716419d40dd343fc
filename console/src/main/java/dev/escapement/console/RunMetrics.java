package dev.escapement.console;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import dev.escapement.Operator;
import dev.escapement.RunStats;
import dev.escapement.console.Families.Buckets;
import io.prometheus.metrics.model.snapshots.Labels;

/** How the runs of an operator's controllers go, under controller-runtime's names. */
final class RunMetrics {
    /** controller-runtime's. */
    private static final List<Duration> BOUNDS = Stream.of(
                    5, 10, 25, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 1250, 1500,
                    1750, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 7000, 8000, 9000, 10_000, 15_000, 20_000,
                    25_000, 30_000, 40_000, 50_000, 60_000)
            .map(Duration::ofMillis)
            .toList();

    private final Families families;
    private final Operator operator;
    private final List<RunStats> runs;

    private RunMetrics(Families families, Operator operator) {
        this.families = families;
        this.operator = operator;
        this.runs = operator.runs();
    }

    /** Runs that ended in one way. */
    private record Result(RunStats of, String name, long count) {
        static Stream<Result> of(RunStats runs) {
            return Stream.of(
                    new Result(runs, "success", runs.done()),
                    new Result(runs, "requeue_after", runs.again()),
                    new Result(runs, "error", runs.failed()));
        }
    }

    static void add(Families families, Operator operator) {
        var metrics = new RunMetrics(families, operator);
        metrics.addKnown();
        metrics.addOwn();
    }

    private void addKnown() {
        families.counter(
                "controller_runtime_reconcile_total",
                "Runs that ended, by result.",
                runs.stream().flatMap(Result::of).toList(),
                result -> labels(result.of).add("result", result.name),
                Result::count);
        counter("controller_runtime_reconcile_errors_total", "Runs that failed.", RunStats::failed);
        counter(
                "controller_runtime_terminal_reconcile_errors_total",
                "Runs that failed in a way that is not worth a second attempt.",
                RunStats::terminal);
        counter(
                "controller_runtime_reconcile_panics_total",
                "Runs that failed by a mistake in the program, such as a null pointer.",
                RunStats::broken);
        families.histogram(
                "controller_runtime_reconcile_time_seconds",
                "How long runs took.",
                runs,
                this::labels,
                stats -> Buckets.of(stats.took(), BOUNDS));
        gauge("controller_runtime_max_concurrent_reconciles", "How many workers there may be.", RunStats::mostWorkers);
        var queues = operator.queues();
        gauge(
                "controller_runtime_active_workers",
                "Workers that have a key now.",
                stats -> Objects.requireNonNull(queues.get(stats.controller())).processing());
    }

    private void addOwn() {
        counter("escapement_runs_total", "Runs that began.", RunStats::runs);
        counter("escapement_runs_given_up_total", "Failed runs that are not tried again.", RunStats::givenUp);
        gauge("escapement_workers", "How many workers there are to be now.", RunStats::workers);
        var controls = operator.controls();
        gauge(
                "escapement_paused",
                "1 if the controller is paused as a whole, else 0.",
                stats -> controls.isPaused(stats.controller()) ? 1 : 0);
    }

    private void counter(String name, String help, ToDoubleFunction<RunStats> value) {
        families.counter(name, help, runs, this::labels, value);
    }

    private void gauge(String name, String help, ToDoubleFunction<RunStats> value) {
        families.gauge(name, help, runs, this::labels, value);
    }

    private Labels labels(RunStats stats) {
        return Labels.of("controller", stats.controller(), "operator", operator.name());
    }
}
