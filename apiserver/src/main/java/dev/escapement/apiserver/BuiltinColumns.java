package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static dev.escapement.apiserver.Table.column;
import static dev.escapement.apiserver.Table.text;

/** The columns of the built-in kinds, as kube-apiserver's printers have them. */
final class BuiltinColumns {
    private static final String NONE = "<none>";

    private BuiltinColumns() {}

    static List<Table.Column> of(Resource resource) {
        return switch (resource.storage()) {
            case "configmaps" -> between(count("Data", "data", "binaryData"));
            case "secrets" -> between(string("Type", "type"), count("Data", "data"));
            case "namespaces", "persistentvolumes" -> between(string("Status", "status", "phase"));
            case "services" -> between(services());
            case "pods" -> between(pods());
            case "events" -> events();
            case "nodes" -> between(nodes());
            case "persistentvolumeclaims" ->
                between(
                        string("Status", "status", "phase"),
                        string("Volume", "spec", "volumeName"),
                        string("Capacity", "status", "capacity", "storage"),
                        string("StorageClass", "spec", "storageClassName"));
            case "deployments.apps" ->
                between(
                        ready("readyReplicas"),
                        number("Up-to-date", "status", "updatedReplicas"),
                        number("Available", "status", "availableReplicas"));
            case "statefulsets.apps" -> between(ready("readyReplicas"));
            case "replicasets.apps", "replicationcontrollers" ->
                between(
                        number("Desired", "spec", "replicas"),
                        number("Current", "status", "replicas"),
                        number("Ready", "status", "readyReplicas"));
            case "daemonsets.apps" ->
                between(
                        number("Desired", "status", "desiredNumberScheduled"),
                        number("Current", "status", "currentNumberScheduled"),
                        number("Ready", "status", "numberReady"),
                        number("Up-to-date", "status", "updatedNumberScheduled"),
                        number("Available", "status", "numberAvailable"));
            case "jobs.batch" ->
                between(column(
                        "Completions",
                        "string",
                        object -> text(object.path("status").path("succeeded").asInt() + "/"
                                + object.path("spec").path("completions").asInt(1))));
            case "cronjobs.batch" ->
                between(
                        string("Schedule", "spec", "schedule"),
                        column(
                                "Suspend",
                                "boolean",
                                object ->
                                        text(title(at(object, "spec", "suspend").asBoolean()))));
            case "leases.coordination.k8s.io" -> between(string("Holder", "spec", "holderIdentity"));
            case "ingresses.networking.k8s.io" -> between(string("Class", "spec", "ingressClassName"));
            case "storageclasses.storage.k8s.io" -> between(string("Provisioner", "provisioner"));
            case "priorityclasses.scheduling.k8s.io" -> between(number("Value", "value"));
            case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io" ->
                between(column(
                        "Role",
                        "string",
                        object -> text(
                                Json.text(object, "roleRef", "kind") + "/" + Json.text(object, "roleRef", "name"))));
            case "roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io", Definitions.STORAGE ->
                List.of(
                        Table.name(),
                        new Table.Column(
                                "Created At",
                                "date",
                                "",
                                "",
                                0,
                                (object, now) -> object.path("metadata").path("creationTimestamp")));
            default -> between();
        };
    }

    private static List<Table.Column> between(Table.Column... columns) {
        List<Table.Column> all = new ArrayList<>();
        all.add(Table.name());
        all.addAll(List.of(columns));
        all.add(Table.age());
        return all;
    }

    private static Table.Column string(String name, String... path) {
        return column(name, "string", object -> text(at(object, path).asText("")));
    }

    private static Table.Column orNone(String name, Function<ObjectNode, String> value) {
        return column(name, "string", object -> {
            String shown = value.apply(object);
            return text(shown.isEmpty() ? NONE : shown);
        });
    }

    private static Table.Column number(String name, String... path) {
        return column(
                name, "integer", object -> IntNode.valueOf(at(object, path).asInt()));
    }

    private static Table.Column count(String name, String... fields) {
        return column(name, "string", object -> {
            int count = 0;
            for (String field : fields) {
                count += object.path(field).size();
            }
            return IntNode.valueOf(count);
        });
    }

    private static Table.Column ready(String field) {
        return column(
                "Ready",
                "string",
                object -> text(object.path("status").path(field).asInt() + "/"
                        + object.path("spec").path("replicas").asInt(1)));
    }

    private static Table.Column[] services() {
        return new Table.Column[] {
            string("Type", "spec", "type"),
            orNone("Cluster-IP", object -> Json.text(object, "spec", "clusterIP")),
            orNone("External-IP", object -> joined(at(object, "spec", "externalIPs"), JsonNode::asText)),
            orNone("Port(s)", object -> joined(at(object, "spec", "ports"), BuiltinColumns::port)),
        };
    }

    private static String port(JsonNode port) {
        String node = port.path("nodePort").asInt() == 0
                ? ""
                : ":" + port.path("nodePort").asInt();
        return port.path("port").asInt() + node + "/" + port.path("protocol").asText("TCP");
    }

    private static Table.Column[] pods() {
        return new Table.Column[] {
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
                            .sum()))),
        };
    }

    private static Table.Column[] nodes() {
        return new Table.Column[] {
            column(
                    "Status",
                    "string",
                    object -> text(
                            at(object, "status", "conditions")
                                            .valueStream()
                                            .anyMatch(condition ->
                                                    Json.text(condition, "type").equals("Ready")
                                                            && Json.text(condition, "status")
                                                                    .equals("True"))
                                    ? "Ready"
                                    : "NotReady")),
            string("Version", "status", "nodeInfo", "kubeletVersion"),
        };
    }

    private static List<Table.Column> events() {
        return List.of(
                new Table.Column("Last Seen", "string", "", "", 0, (object, now) -> Age.since(lastSeen(object), now)),
                string("Type", "type"),
                string("Reason", "reason"),
                column("Object", "string", object -> {
                    JsonNode about = object.has("regarding") ? object.path("regarding") : object.path("involvedObject");
                    return text(Json.text(about, "kind").toLowerCase(Locale.ROOT) + "/" + Json.text(about, "name"));
                }),
                column(
                        "Message",
                        "string",
                        object -> object.has("note") ? object.path("note") : object.path("message")));
    }

    private static JsonNode lastSeen(ObjectNode event) {
        for (JsonNode time : List.of(
                at(event, "series", "lastObservedTime"),
                event.path("lastTimestamp"),
                event.path("deprecatedLastTimestamp"),
                event.path("eventTime"))) {
            if (time.isTextual()) {
                return time;
            }
        }
        return at(event, "metadata", "creationTimestamp");
    }

    private static JsonNode at(JsonNode object, String... path) {
        JsonNode at = object;
        for (String step : path) {
            at = at.path(step);
        }
        return at;
    }

    private static String joined(JsonNode list, Function<JsonNode, String> shown) {
        return list.valueStream().map(shown).collect(Collectors.joining(","));
    }

    private static String title(boolean value) {
        return value ? "True" : "False";
    }
}
