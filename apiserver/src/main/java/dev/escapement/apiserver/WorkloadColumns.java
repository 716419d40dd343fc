package dev.escapement.apiserver;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static dev.escapement.apiserver.BuiltinColumns.at;
import static dev.escapement.apiserver.BuiltinColumns.between;
import static dev.escapement.apiserver.BuiltinColumns.joined;
import static dev.escapement.apiserver.BuiltinColumns.number;
import static dev.escapement.apiserver.BuiltinColumns.orNone;
import static dev.escapement.apiserver.BuiltinColumns.wide;
import static dev.escapement.apiserver.Table.column;
import static dev.escapement.apiserver.Table.text;

/** The columns of pods and of what makes them. */
final class WorkloadColumns {
    private static final String NONE = "<none>";

    private WorkloadColumns() {}

    static List<Table.Column> deployments() {
        return withTemplate(
                between(ready(), counted("Up-to-date", "updatedReplicas"), counted("Available", "availableReplicas")),
                true);
    }

    static List<Table.Column> statefulSets() {
        return withTemplate(between(ready()), false);
    }

    static List<Table.Column> replicaSets() {
        return withTemplate(
                between(
                        number("Desired", "spec", "replicas"),
                        number("Current", "status", "replicas"),
                        number("Ready", "status", "readyReplicas")),
                true);
    }

    static List<Table.Column> daemonSets() {
        return withTemplate(
                between(
                        number("Desired", "status", "desiredNumberScheduled"),
                        number("Current", "status", "currentNumberScheduled"),
                        number("Ready", "status", "numberReady"),
                        number("Up-to-date", "status", "updatedNumberScheduled"),
                        number("Available", "status", "numberAvailable"),
                        orNone(
                                "Node Selector",
                                object -> labels(at(object, "spec", "template", "spec", "nodeSelector")))),
                true);
    }

    static List<Table.Column> jobs() {
        return withTemplate(
                between(
                        column("Status", "string", object -> text(jobStatus(object))),
                        column("Completions", "string", object -> text(completions(object))),
                        new Table.Column("Duration", "string", "", "Duration", 0, WorkloadColumns::duration)),
                true);
    }

    static List<Table.Column> cronJobs() {
        List<Table.Column> columns = between(
                column("Schedule", "string", object -> text(Json.text(object, "spec", "schedule"))),
                orNone("Timezone", object -> Json.text(object, "spec", "timeZone")),
                column(
                        "Suspend",
                        "boolean",
                        object -> text(at(object, "spec", "suspend").asBoolean() ? "True" : "False")),
                column(
                        "Active",
                        "integer",
                        object -> IntNode.valueOf(at(object, "status", "active").size())),
                new Table.Column("Last Schedule", "string", "", "Last Schedule", 0, (object, now) -> {
                    JsonNode last = at(object, "status", "lastScheduleTime");
                    return last.isTextual() ? Age.since(last, now) : text(NONE);
                }));
        columns.add(wide(orNone("Containers", object -> containers(cronTemplate(object), "name"))));
        columns.add(wide(orNone("Images", object -> containers(cronTemplate(object), "image"))));
        columns.add(
                wide(orNone("Selector", object -> selector(at(object, "spec", "jobTemplate", "spec", "selector")))));
        return columns;
    }

    static List<Table.Column> pods() {
        List<Table.Column> columns = between(
                column("Ready", "string", object -> {
                    long ready = at(object, "status", "containerStatuses")
                            .valueStream()
                            .filter(status -> status.path("ready").asBoolean())
                            .count();
                    return text(ready + "/" + at(object, "spec", "containers").size());
                }),
                column("Status", "string", object -> {
                    String reason = Json.text(object, "status", "reason");
                    String phase = reason.isEmpty() ? Json.text(object, "status", "phase") : reason;
                    return text(object.path("metadata").has("deletionTimestamp") ? "Terminating" : phase);
                }),
                column(
                        "Restarts",
                        "string",
                        object -> text(Integer.toString(at(object, "status", "containerStatuses")
                                .valueStream()
                                .mapToInt(status -> status.path("restartCount").asInt())
                                .sum()))));
        columns.add(wide(orNone("IP", object -> Json.text(object, "status", "podIP"))));
        columns.add(wide(orNone("Node", object -> Json.text(object, "spec", "nodeName"))));
        columns.add(wide(orNone("Nominated Node", object -> Json.text(object, "status", "nominatedNodeName"))));
        columns.add(wide(orNone("Readiness Gates", WorkloadColumns::readinessGates)));
        return columns;
    }

    static List<Table.Column> podTemplates() {
        return List.of(
                Table.name(),
                orNone("Containers", object -> containers(object.path("template"), "name")),
                orNone("Images", object -> containers(object.path("template"), "image")),
                orNone("Pod Labels", object -> labels(at(object, "template", "metadata", "labels"))));
    }

    private static List<Table.Column> withTemplate(List<Table.Column> shown, boolean selector) {
        List<Table.Column> columns = new ArrayList<>(shown);
        columns.add(wide(orNone("Containers", object -> containers(at(object, "spec", "template"), "name"))));
        columns.add(wide(orNone("Images", object -> containers(at(object, "spec", "template"), "image"))));
        if (selector) {
            columns.add(wide(orNone("Selector", object -> selector(at(object, "spec", "selector")))));
        }
        return columns;
    }

    private static JsonNode cronTemplate(ObjectNode cronJob) {
        return at(cronJob, "spec", "jobTemplate", "spec", "template");
    }

    private static String containers(JsonNode template, String field) {
        return joined(template.path("spec").path("containers"), container -> Json.text(container, field));
    }

    /** A label selector as text, by key; that of a ReplicationController is a map. */
    static String selector(JsonNode selector) {
        if (!selector.has("matchLabels") && !selector.has("matchExpressions")) {
            return labels(selector);
        }
        Map<String, String> parts = new TreeMap<>();
        for (var label : selector.path("matchLabels").properties()) {
            parts.put(label.getKey(), label.getKey() + "=" + label.getValue().asText());
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = Json.text(expression, "key");
            String values = expression
                    .path("values")
                    .valueStream()
                    .map(JsonNode::asText)
                    .sorted()
                    .collect(Collectors.joining(","));
            String part = switch (Json.text(expression, "operator")) {
                case "In" -> key + " in (" + values + ")";
                case "NotIn" -> key + " notin (" + values + ")";
                case "DoesNotExist" -> "!" + key;
                default -> key;
            };
            parts.merge(key, part, (one, other) -> one + "," + other);
        }
        return String.join(",", parts.values());
    }

    static String labels(JsonNode labels) {
        return labels.properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** A number whose column is said to be of text. */
    private static Table.Column counted(String name, String field) {
        Table.Column column = number(name, "status", field);
        return new Table.Column(name, "string", "", column.description(), 0, column.cell());
    }

    private static Table.Column ready() {
        return column(
                "Ready",
                "string",
                object -> text(at(object, "status", "readyReplicas").asInt() + "/"
                        + at(object, "spec", "replicas").asInt(1)));
    }

    private static String jobStatus(ObjectNode job) {
        for (String type : List.of("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            boolean holds = at(job, "status", "conditions")
                    .valueStream()
                    .anyMatch(condition -> Json.text(condition, "type").equals(type)
                            && Json.text(condition, "status").equals("True"));
            if (holds) {
                return type;
            }
        }
        return job.path("metadata").has("deletionTimestamp") ? "Terminating" : "Running";
    }

    private static String completions(ObjectNode job) {
        int succeeded = at(job, "status", "succeeded").asInt();
        JsonNode wanted = at(job, "spec", "completions");
        if (wanted.isNumber()) {
            return succeeded + "/" + wanted.asInt();
        }
        int parallel = at(job, "spec", "parallelism").asInt();
        return parallel > 1 ? succeeded + "/1 of " + parallel : succeeded + "/1";
    }

    private static JsonNode duration(ObjectNode job, Instant now) {
        JsonNode start = at(job, "status", "startTime");
        JsonNode end = at(job, "status", "completionTime");
        try {
            Instant until = end.isTextual() ? Instant.parse(end.asText()) : now;
            return text(start.isTextual() ? Age.of(Duration.between(Instant.parse(start.asText()), until)) : "");
        } catch (DateTimeParseException e) {
            return text("<unknown>");
        }
    }

    private static String readinessGates(ObjectNode pod) {
        JsonNode gates = at(pod, "spec", "readinessGates");
        long passed = gates.valueStream()
                .filter(gate -> at(pod, "status", "conditions")
                        .valueStream()
                        .anyMatch(condition -> Json.text(condition, "type").equals(Json.text(gate, "conditionType"))
                                && Json.text(condition, "status").equals("True")))
                .count();
        return gates.isEmpty() ? "" : passed + "/" + gates.size();
    }
}
