package dev.escapement.console;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.escapement.DaemonStats;
import dev.escapement.Operator;
import dev.escapement.RunStats;
import dev.escapement.TimerStats;

/**
 * What an operator's authors' code does: runs, timers and daemons. There is one series for each of them, whatever the number of
 * objects is. Errors of runs have the name that controller-runtime gives them.
 */
final class RuntimeMetrics {
    /** A timer is late by microseconds as a rule, and by seconds if something is wrong. */
    private static final List<Duration> LATENESS = List.of(
            Duration.ofNanos(100_000),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));

    private final Exposition text;
    private final Operator operator;

    private RuntimeMetrics(Operator operator) {
        this.text = new Exposition(operator.name());
        this.operator = operator;
    }

    static String of(Operator operator) {
        var metrics = new RuntimeMetrics(operator);
        metrics.addRuns();
        metrics.addTimers();
        metrics.addDaemons();
        return metrics.text.toString();
    }

    private void addRuns() {
        runs("escapement_runs_total", "Runs that began.", RunStats::runs);
        runs("controller_runtime_reconcile_errors_total", "Runs that failed.", RunStats::failed);
        runs("escapement_runs_given_up_total", "Failed runs that are not tried again.", RunStats::givenUp);
    }

    private void runs(String name, String help, Function<RunStats, Object> value) {
        text.head(name, "counter", help);
        operator.runs()
                .forEach(runs -> text.sample(
                        name, "controller=\"" + Metrics.escaped(runs.controller()) + "\"", value.apply(runs)));
    }

    private void addTimers() {
        var timers = operator.timers();
        timers(timers, "objects", "gauge", "Objects that a timer calls for.", TimerStats::objects);
        timers(timers, "calls_in_progress", "gauge", "Calls of timers under way.", TimerStats::running);
        timers(timers, "calls_total", "counter", "Calls of timers.", TimerStats::calls);
        timers(timers, "calls_failed_total", "counter", "Calls of timers that failed.", TimerStats::failed);
        timers(timers, "ticks_missed_total", "counter", "Ticks that passed without a call.", TimerStats::missed);
        var lateness = "escapement_timer_lateness_seconds";
        text.head(lateness, "histogram", "From when calls of timers were due to when they began.");
        timers.forEach(timer -> text.histogram(lateness, labels(timer), LATENESS, timer.lateness()));
    }

    private void timers(
            List<TimerStats> timers, String name, String type, String help, Function<TimerStats, Object> value) {
        var whole = "escapement_timer_" + name;
        text.head(whole, type, help);
        timers.forEach(timer -> text.sample(whole, labels(timer), value.apply(timer)));
    }

    private static String labels(TimerStats timer) {
        return labels(timer.controller(), "timer", timer.name());
    }

    private void addDaemons() {
        var daemons = operator.daemons();
        daemons(daemons, "running", "gauge", "Objects that a daemon runs for.", DaemonStats::running);
        daemons(daemons, "abandoned", "gauge", "Daemons that do not end although asked to.", DaemonStats::abandoned);
        daemons(daemons, "starts_total", "counter", "Starts of daemons.", DaemonStats::started);
        daemons(daemons, "crashes_total", "counter", "Ends of daemons with a failure.", DaemonStats::crashed);
    }

    private void daemons(
            List<DaemonStats> daemons, String name, String type, String help, Function<DaemonStats, Object> value) {
        var whole = "escapement_daemon_" + name;
        text.head(whole, type, help);
        daemons.forEach(daemon ->
                text.sample(whole, labels(daemon.controller(), "daemon", daemon.name()), value.apply(daemon)));
    }

    private static String labels(String controller, String what, String name) {
        return "controller=\"%s\",%s=\"%s\"".formatted(Metrics.escaped(controller), what, Metrics.escaped(name));
    }
}
