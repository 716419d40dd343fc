package dev.escapement.console;

import dev.escapement.Operator;

/** An operator's figures in the text format of Prometheus, version 0.0.4. */
final class Metrics {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private Metrics() {}

    static String of(Operator operator) {
        // The first has client-go's name, which dashboards know.
        return gauge("workqueue_depth", "Keys that wait for a worker.", operator.name(), operator.depth())
                + gauge("escapement_runs_in_progress", "Runs on their way.", operator.name(), operator.processing())
                + gauge("escapement_scheduled", "Keys scheduled for later.", operator.name(), operator.scheduled());
    }

    /** A gauge of one series; neither the help nor an operator's name has characters that would need an escape. */
    private static String gauge(String name, String help, String operator, int value) {
        return "# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n" + name + "{operator=\"" + operator
                + "\"} " + value + "\n";
    }
}
