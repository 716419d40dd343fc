package dev.escapement.console;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.escapement.DaemonStats;
import dev.escapement.Operator;
import dev.escapement.TimerStats;
import dev.escapement.console.Families.Buckets;
import io.prometheus.metrics.model.snapshots.Labels;

/** What an operator's timers and daemons do. There is one series for each of them, whatever the number of objects is. */
final class CompanionMetrics {
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

    private final Families families;
    private final Operator operator;
    private final List<TimerStats> timers;
    private final List<DaemonStats> daemons;

    private CompanionMetrics(Families families, Operator operator) {
        this.families = families;
        this.operator = operator;
        this.timers = operator.timers();
        this.daemons = operator.daemons();
    }

    static void add(Families families, Operator operator) {
        var metrics = new CompanionMetrics(families, operator);
        metrics.addTimers();
        metrics.addDaemons();
    }

    private void addTimers() {
        gauge("escapement_timer_objects", "Objects that a timer calls for.", TimerStats::objects);
        gauge("escapement_timer_calls_in_progress", "Calls of timers under way.", TimerStats::running);
        counter("escapement_timer_calls_total", "Calls of timers.", TimerStats::calls);
        counter("escapement_timer_calls_failed_total", "Calls of timers that failed.", TimerStats::failed);
        counter("escapement_timer_ticks_missed_total", "Ticks that passed without a call.", TimerStats::missed);
        families.histogram(
                "escapement_timer_lateness_seconds",
                "From when calls of timers were due to when they began.",
                timers,
                this::labels,
                timer -> Buckets.of(timer.lateness(), LATENESS));
    }

    private void counter(String name, String help, ToDoubleFunction<TimerStats> value) {
        families.counter(name, help, timers, this::labels, value);
    }

    private void gauge(String name, String help, ToDoubleFunction<TimerStats> value) {
        families.gauge(name, help, timers, this::labels, value);
    }

    private Labels labels(TimerStats timer) {
        return Labels.of("controller", timer.controller(), "operator", operator.name(), "timer", timer.name());
    }

    private void addDaemons() {
        daemonGauge("escapement_daemon_running", "Objects that a daemon runs for.", DaemonStats::running);
        daemonGauge(
                "escapement_daemon_silent", "Objects for which a daemon's heartbeat is overdue.", DaemonStats::silent);
        daemonGauge(
                "escapement_daemon_abandoned", "Daemons that do not end although asked to.", DaemonStats::abandoned);
        daemonCounter("escapement_daemon_starts_total", "Starts of daemons.", DaemonStats::started);
        daemonCounter("escapement_daemon_crashes_total", "Ends of daemons with a failure.", DaemonStats::crashed);
    }

    private void daemonCounter(String name, String help, ToDoubleFunction<DaemonStats> value) {
        families.counter(name, help, daemons, this::labels, value);
    }

    private void daemonGauge(String name, String help, ToDoubleFunction<DaemonStats> value) {
        families.gauge(name, help, daemons, this::labels, value);
    }

    private Labels labels(DaemonStats daemon) {
        return Labels.of("controller", daemon.controller(), "daemon", daemon.name(), "operator", operator.name());
    }
}
