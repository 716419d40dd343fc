package dev.escapement.console;

import java.util.function.Function;

import dev.escapement.Operator;
import dev.escapement.client.GateState;

/**
 * The figures of the gate that an operator's requests pass, in the text format of Prometheus. Those that client-go has too have its
 * names, units and buckets; the label {@code verb} is {@code read} or {@code write} where client-go has one for each verb, and there
 * is no label for the host, as an operator has one.
 */
final class GateMetrics {
    private final StringBuilder text = new StringBuilder();
    private final String operator;
    private final GateState state;

    private GateMetrics(Operator operator) {
        this.operator = Metrics.escaped(operator.name());
        this.state = operator.gate();
    }

    static String of(Operator operator) {
        var metrics = new GateMetrics(operator);
        metrics.addRequests();
        metrics.addWaits();
        metrics.addLanes();
        return metrics.text.toString();
    }

    private void addRequests() {
        head("rest_client_requests_total", "counter", "Answers to requests, by status and method.");
        for (var answers : state.answers()) {
            sample(
                    "rest_client_requests_total",
                    "code=\"%s\",method=\"%s\"".formatted(answers.code(), answers.method()),
                    answers.count());
        }
    }

    private void addWaits() {
        var name = "rest_client_rate_limiter_duration_seconds";
        head(name, "histogram", "How long requests waited at the gate.");
        each((verb, lane) -> {
            var waits = lane.waits();
            for (int i = 0; i < GateState.Waits.BOUNDS.size(); i++) {
                var bound = Metrics.seconds(GateState.Waits.BOUNDS.get(i));
                sample(
                        name + "_bucket",
                        verb + ",le=\"" + bound + "\"",
                        waits.counts().get(i));
            }
            sample(name + "_bucket", verb + ",le=\"+Inf\"", waits.count());
            sample(name + "_sum", verb, Metrics.seconds(waits.total()));
            sample(name + "_count", verb, waits.count());
        });
    }

    private void addLanes() {
        lane("limit", "gauge", "How many requests may be under way.", GateState.Lane::limit);
        lane("in_flight", "gauge", "Requests under way.", GateState.Lane::inFlight);
        lane("waiting", "gauge", "Requests that wait.", GateState.Lane::waiting);
        lane(
                "longest_wait_seconds",
                "gauge",
                "How long the first of them has waited.",
                lane -> Metrics.seconds(lane.longestWait()));
        lane(
                "paused_seconds",
                "gauge",
                "How much longer nothing is sent because the server asked for it.",
                lane -> Metrics.seconds(lane.paused()));
        lane("refused_total", "counter", "Requests that the server refused for its load.", GateState.Lane::refused);
        lane("retries_total", "counter", "Requests sent again.", GateState.Lane::retried);
    }

    private void lane(String name, String type, String help, Function<GateState.Lane, Object> value) {
        var whole = "escapement_gate_" + name;
        head(whole, type, help);
        each((verb, lane) -> sample(whole, verb, value.apply(lane)));
    }

    private interface Each {
        void add(String verb, GateState.Lane lane);
    }

    private void each(Each each) {
        each.add("verb=\"read\"", state.reads());
        each.add("verb=\"write\"", state.writes());
    }

    private void head(String name, String type, String help) {
        text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    }

    private void sample(String name, String labels, Object value) {
        text.append("%s{operator=\"%s\",%s} %s\n".formatted(name, operator, labels, value));
    }
}
