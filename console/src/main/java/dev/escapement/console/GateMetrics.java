package dev.escapement.console;

import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.escapement.Operator;
import dev.escapement.client.GateState;
import dev.escapement.console.Families.Buckets;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The figures of the gate that an operator's requests pass. Those that client-go has too have its names, units and buckets; the
 * label {@code verb} of waits is {@code read} or {@code write}, as there is one lane for each, and there is no label for the host,
 * as an operator has one.
 */
final class GateMetrics {
    private final Families families;
    private final String operator;
    private final GateState state;
    private final List<Lane> lanes;

    private GateMetrics(Families families, Operator operator) {
        this.families = families;
        this.operator = operator.name();
        this.state = operator.gate();
        this.lanes = List.of(new Lane("read", state.reads()), new Lane("write", state.writes()));
    }

    private record Lane(String verb, GateState.Lane state) {}

    static void add(Families families, Operator operator) {
        var metrics = new GateMetrics(families, operator);
        metrics.addRequests();
        metrics.addLanes();
    }

    private void addRequests() {
        families.counter(
                "rest_client_requests_total",
                "Answers to requests, by status and method.",
                state.answers(),
                answers -> labels("code", answers.code()).add("method", answers.method()),
                GateState.Answers::count);
        families.histogram(
                "rest_client_request_duration_seconds",
                "From when requests were sent to when their answers began, without watches and other requests that last.",
                state.latencies(),
                latency -> labels("verb", latency.method()),
                latency -> Buckets.of(latency.times()));
        families.histogram(
                "rest_client_rate_limiter_duration_seconds",
                "How long requests waited at the gate.",
                lanes,
                this::labels,
                lane -> Buckets.of(lane.state.waits()));
    }

    private void addLanes() {
        gauge("limit", "How many requests may be under way.", GateState.Lane::limit);
        gauge("in_flight", "Requests under way.", GateState.Lane::inFlight);
        gauge("waiting", "Requests that wait.", GateState.Lane::waiting);
        gauge(
                "longest_wait_seconds",
                "How long the first of them has waited.",
                lane -> Families.seconds(lane.longestWait()));
        gauge(
                "paused_seconds",
                "How much longer nothing is sent because the server asked for it.",
                lane -> Families.seconds(lane.paused()));
        counter("refused_total", "Requests that the server refused for its load.", GateState.Lane::refused);
        counter("retries_total", "Requests sent again.", GateState.Lane::retried);
    }

    private void gauge(String name, String help, ToDoubleFunction<GateState.Lane> value) {
        families.gauge("escapement_gate_" + name, help, lanes, this::labels, lane -> value.applyAsDouble(lane.state));
    }

    private void counter(String name, String help, ToDoubleFunction<GateState.Lane> value) {
        families.counter("escapement_gate_" + name, help, lanes, this::labels, lane -> value.applyAsDouble(lane.state));
    }

    private Labels labels(Lane lane) {
        return labels("verb", lane.verb);
    }

    private Labels labels(String name, String value) {
        return Labels.of("operator", operator, name, value);
    }
}
