package dev.escapement.console;

import java.time.Duration;
import java.util.List;

import dev.escapement.queue.Distribution;

/** Figures of one operator in the text format of Prometheus, version 0.0.4. Not thread-safe. */
final class Exposition {
    private final StringBuilder text = new StringBuilder();
    private final String operator;

    Exposition(String operator) {
        this.operator = operator;
    }

    void head(String name, String type, String help) {
        text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    }

    /** One figure of the operator's. */
    void sample(String name, String labels, Object value) {
        text.append(name).append("{operator=\"").append(Metrics.escaped(operator));
        text.append(labels.isEmpty() ? "\"" : "\"," + labels)
                .append("} ")
                .append(value)
                .append('\n');
    }

    /** One figure of the whole process. */
    void ofProcess(String name, String labels, Object value) {
        text.append(name).append(labels.isEmpty() ? "" : "{" + labels + "}");
        text.append(' ').append(value).append('\n');
    }

    void histogram(String name, String labels, List<Duration> bounds, Distribution distribution) {
        for (var bound : bounds) {
            sample(name + "_bucket", labels + ",le=\"" + Metrics.seconds(bound) + "\"", distribution.atMost(bound));
        }
        sample(name + "_bucket", labels + ",le=\"+Inf\"", distribution.count());
        sample(name + "_sum", labels, Metrics.seconds(distribution.total()));
        sample(name + "_count", labels, distribution.count());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
