package dev.escapement.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import static dev.escapement.cli.DeadLetterView.age;

/** The story of an object, for people. */
final class WhyText {
    private final WhyCommand.Answer answer;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    WhyText(WhyCommand.Answer answer, Instant now) {
        this.answer = answer;
        this.now = now;
    }

    List<String> lines() {
        var cluster = answer.cluster();
        lines.add(answer.kind() + " " + (answer.namespace().isEmpty() ? "" : answer.namespace() + "/") + answer.name()
                + (cluster.generation() > 0 ? ", generation " + cluster.generation() : ""));
        if (answer.consoles().isEmpty()) {
            lines.add(
                    "No operator's console tells of it; this is what the cluster tells (esc run --console opens one).");
        }
        answer.consoles().forEach(this::told);
        cluster(cluster);
        return lines;
    }

    private void told(WhyCommand.Told told) {
        var object = told.object();
        int failures = object.path("failures").asInt();
        lines.add("Operator " + told.operator() + ", controller "
                + object.path("controller").asText() + ": "
                + object.path("state").asText()
                + (failures > 0 ? ", failed " + times(failures) + " in a row" : "")
                + (object.path("due").isTextual()
                        ? ", next run " + until(object.path("due").asText())
                        : ""));
        object.path("waitingFor")
                .forEach(
                        cause -> lines.add("  waits with: " + cause.path("text").asText()));
        for (var run : object.path("history")) {
            lines.add("  ran " + age(run.path("started").asText(), now) + " ago"
                    + (run.path("attempt").asInt(1) > 1
                            ? ", attempt " + run.path("attempt").asInt()
                            : "") + ", took "
                    + run.path("tookMs").asText() + " ms: " + firstLine(run.path("end")));
            run.path("causes")
                    .forEach(cause ->
                            lines.add("    because: " + cause.path("text").asText()));
        }
        for (var task : object.path("tasks")) {
            lines.add("  " + task.path("task").asText() + ": "
                    + task.path("state").asText()
                    + (task.path("failures").asInt() > 0
                            ? ", failed " + times(task.path("failures").asInt())
                            : "")
                    + (task.path("at").isTextual()
                            ? ", " + until(task.path("at").asText())
                            : ""));
        }
    }

    private void cluster(ClusterStory cluster) {
        var observed = cluster.observedGeneration();
        if (observed != null) {
            lines.add(
                    observed >= cluster.generation()
                            ? "Its status is about this generation."
                            : "Its status is about generation " + observed
                                    + ": its operator has not done this one yet.");
        }
        cluster.conditions()
                .forEach(condition -> lines.add("Condition " + condition.type() + "=" + condition.status()
                        + " " + condition.reason()
                        + (condition.message().isEmpty() ? "" : ": " + condition.message())));
        if (!cluster.paused().isEmpty() && !cluster.paused().equals("false")) {
            lines.add("Paused (annotation escapement.dev/paused: " + cluster.paused() + "). To go on:");
            lines.add("  esc resume " + answer.kind() + " " + answer.name() + place(answer.namespace()));
        }
        if (!cluster.deleting().isEmpty()) {
            lines.add("Being deleted since " + age(cluster.deleting(), now)
                    + (cluster.finalizers().isEmpty()
                            ? ""
                            : ", waits for: " + String.join(", ", cluster.finalizers())));
        }
        for (var letter : cluster.letters()) {
            lines.add("No longer tried by " + letter.controller() + " (" + letter.task() + "), after "
                    + times(letter.attempts()) + ", the last " + age(letter.last(), now) + " ago: "
                    + letter.error().lines().findFirst().orElse(""));
            lines.add("  esc dead-letters show " + letter.name() + place(letter.namespace()));
        }
        cluster.events()
                .forEach(event -> lines.add("Event " + age(event.at(), now) + " ago: " + event.reason()
                        + (event.count() > 1 ? " (" + times(event.count()) + ")" : "") + ": "
                        + event.note().lines().findFirst().orElse("")));
        cluster.unknown().forEach(what -> lines.add("Not known: " + what));
    }

    private String until(String time) {
        try {
            var rest = Duration.between(now, Instant.parse(time));
            return rest.isNegative() ? age(time, now) + " ago" : "in " + Math.max(1, rest.toSeconds()) + "s";
        } catch (DateTimeParseException e) {
            return time;
        }
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String place(String namespace) {
        return namespace.isEmpty() ? "" : " -n " + namespace;
    }

    private static String firstLine(JsonNode text) {
        return text.asText().lines().findFirst().orElse("");
    }
}
