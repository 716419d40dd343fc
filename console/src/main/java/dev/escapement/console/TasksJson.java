package dev.escapement.console;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.DaemonView;
import dev.escapement.Insight;
import dev.escapement.TimerView;

/** {@code /api/v1/tasks}: timers, how late their calls begin and which come next; and daemons, and how long ago they reported. */
final class TasksJson {
    private static final int OBJECTS = 10;
    /** The bounds of the histogram of lateness; beyond the last one is what is left. */
    private static final List<Duration> LATENESS = List.of(
            Duration.ofNanos(100_000),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(25),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    private TasksJson() {}

    static ObjectNode of(Insight insight) {
        var root = Words.object();
        var timers = root.putArray("timers");
        insight.timers(OBJECTS).forEach(timer -> timers.add(timer(timer)));
        var daemons = root.putArray("daemons");
        insight.daemons(OBJECTS).forEach(daemon -> daemons.add(daemon(daemon)));
        return root;
    }

    private static ObjectNode timer(TimerView view) {
        var stats = view.stats();
        var node = Words.object()
                .put("controller", stats.controller())
                .put("name", stats.name())
                .put("intervalMs", Words.millis(view.interval()))
                .put("objects", stats.objects())
                .put("running", stats.running())
                .put("retrying", view.retrying())
                .put("parked", view.parked())
                .put("calls", stats.calls())
                .put("failed", stats.failed())
                .put("missed", stats.missed());
        var lateness = ControllersJson.distribution(stats.lateness());
        var buckets = lateness.putArray("buckets");
        long before = 0;
        for (var bound : LATENESS) {
            long atMost = stats.lateness().atMost(bound);
            buckets.addObject().put("toMs", Words.millis(bound)).put("count", atMost - before);
            before = atMost;
        }
        buckets.addObject().putNull("toMs").put("count", stats.lateness().count() - before);
        node.set("latenessMs", lateness);
        var next = node.putArray("next");
        view.next().forEach(task -> next.add(ObjectsJson.task(task)));
        return node;
    }

    private static ObjectNode daemon(DaemonView view) {
        var stats = view.stats();
        var node = Words.object()
                .put("controller", stats.controller())
                .put("name", stats.name())
                .put("heartbeatMs", Words.millis(view.heartbeat()))
                .put("running", stats.running())
                .put("abandoned", stats.abandoned())
                .put("retrying", view.retrying())
                .put("parked", view.parked())
                .put("started", stats.started())
                .put("crashed", stats.crashed());
        var objects = node.putArray("objects");
        view.objects().forEach(task -> objects.add(ObjectsJson.task(task)));
        return node;
    }
}
