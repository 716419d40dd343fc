package dev.escapement.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Ailment;
import dev.escapement.ControllerView;
import dev.escapement.Operator;

/** {@code /api/v1/overview} and {@code /api/v1/health}: how an operator is, in one look. */
final class OverviewJson {
    private OverviewJson() {}

    static ObjectNode of(Operator operator) {
        var insight = operator.insight();
        var views = insight.controllers();
        var root = Words.object()
                .put("name", operator.name())
                .put("controlMap", insight.controlMap().toString())
                .put("allPaused", operator.controls().state().allPaused())
                .put("pausedByCluster", insight.isPausedByCluster())
                .put("controllers", views.size())
                .put(
                        "objects",
                        views.stream().mapToLong(ControllerView::objects).sum())
                .put("waiting", operator.depth())
                .put("processing", operator.processing())
                .put("scheduled", operator.scheduled())
                .put(
                        "retrying",
                        views.stream().mapToInt(ControllerView::retrying).sum())
                .put(
                        "deadLetters",
                        views.stream().mapToInt(ControllerView::letters).sum())
                .put(
                        "runs",
                        views.stream().mapToLong(view -> view.runs().runs()).sum())
                .put(
                        "failed",
                        views.stream().mapToLong(view -> view.runs().failed()).sum())
                .put(
                        "givenUp",
                        views.stream().mapToLong(view -> view.runs().givenUp()).sum());
        var paused = root.putArray("paused");
        views.stream().filter(ControllerView::paused).forEach(view -> paused.add(view.name()));
        var byController = root.putArray("byController");
        views.forEach(view -> byController
                .addObject()
                .put("name", view.name())
                .put("kind", view.kind().name())
                .put("objects", view.objects())
                .put("processing", view.queue().processing())
                .put("waiting", view.queue().depth())
                .put("retrying", view.retrying())
                .put("deadLetters", view.letters())
                .put("workers", view.workers())
                .put("paused", view.paused()));
        var gate = operator.gate();
        root.putObject("gate")
                .put("inFlight", gate.reads().inFlight() + gate.writes().inFlight())
                .put("waiting", gate.reads().waiting() + gate.writes().waiting())
                .put("refused", gate.reads().refused() + gate.writes().refused());
        root.set("process", ProcessJson.process());
        root.set("health", health(operator));
        return root;
    }

    static ObjectNode health(Operator operator) {
        var ailments = operator.ailments();
        boolean isSynced = operator.isSynced();
        var root = Words.object()
                .put("live", ailments.stream().noneMatch(Ailment::fatal))
                .put("ready", isSynced && !operator.isClosing() && ailments.isEmpty())
                .put("synced", isSynced)
                .put("standingBy", operator.isStandingBy())
                .put("closing", operator.isClosing());
        ArrayNode items = root.putArray("ailments");
        ailments.forEach(ailment -> items.addObject()
                .put("part", ailment.part())
                .put("problem", ailment.problem())
                .put("fatal", ailment.fatal()));
        return root;
    }
}
