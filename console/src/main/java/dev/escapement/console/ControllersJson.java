package dev.escapement.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.ControllerView;
import dev.escapement.Operator;
import dev.escapement.queue.Distribution;
import dev.escapement.queue.WorkQueue.Priority;

/** {@code /api/v1/controllers}: each with its queue and its workers. */
final class ControllersJson {
    private final Instant now;

    private ControllersJson(Instant now) {
        this.now = now;
    }

    static ObjectNode of(Operator operator) {
        var insight = operator.insight();
        var json = new ControllersJson(insight.clock().now());
        var root = Words.object();
        var items = root.putArray("items");
        insight.controllers().forEach(controller -> items.add(json.controller(controller)));
        return root;
    }

    private ObjectNode controller(ControllerView view) {
        var runs = view.runs();
        var node = Words.object()
                .put("name", view.name())
                .put("kind", view.kind().name())
                .put("resource", view.kind().resource())
                .put("objects", view.objects())
                .put("retrying", view.retrying())
                .put("deadLetters", view.letters())
                .put("paused", view.paused())
                .put("pausedByCluster", view.pausedByCluster())
                .put("verbose", view.verbose());
        node.putObject("workers")
                .put("now", view.workers())
                .put("least", view.bounds().least())
                .put("most", view.bounds().most());
        node.putObject("runs")
                .put("total", runs.runs())
                .put("failed", runs.failed())
                .put("givenUp", runs.givenUp());
        node.set("queue", queue(view));
        var working = node.putArray("working");
        view.working().stream()
                .limit(50)
                .forEach(one -> working.add(Words.key(Words.object(), one.key())
                        .put("since", Words.since(now, one.running().plusMillis(1)))));
        var waiting = node.putArray("waiting");
        view.waiting()
                .forEach(one -> waiting.add(Words.key(Words.object(), one.key())
                        .put("priority", Words.name(one.priority()))
                        .put("since", Words.since(now, one.age().plusMillis(1)))));
        var flows = node.putArray("flows");
        view.flows().stream()
                .limit(20)
                .forEach(flow -> flows.addObject()
                        .put("flow", String.valueOf(flow.flow()))
                        .put("waiting", flow.waiting())
                        .put("processing", flow.processing())
                        .put("costMs", Words.millis(flow.cost())));
        return node;
    }

    private ObjectNode queue(ControllerView view) {
        var stats = view.queue();
        var oldest =
                stats.oldest().values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        var node = Words.object()
                .put("depth", stats.depth())
                .put("processing", stats.processing())
                .put("scheduled", stats.scheduled())
                .put("oldest", Words.since(now, oldest))
                .put("adds", stats.adds())
                .put("retries", stats.retries());
        var waiting = node.putObject("byPriority");
        for (var priority : Priority.values()) {
            waiting.put(Words.name(priority), stats.waiting().getOrDefault(priority, 0));
        }
        node.set("waitedMs", distribution(stats.waited()));
        node.set("workedMs", distribution(stats.worked()));
        return node;
    }

    /** A distribution of durations in a few figures. */
    static ObjectNode distribution(Distribution of) {
        return Words.object()
                .put("count", of.count())
                .put("p50", Words.millis(of.quantile(0.5)))
                .put("p99", Words.millis(of.quantile(0.99)))
                .put("max", Words.millis(of.quantile(1)));
    }
}
