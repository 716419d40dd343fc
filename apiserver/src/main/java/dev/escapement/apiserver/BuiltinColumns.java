package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
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
            case "namespaces" -> between(string("Status", "status", "phase"));
            case "services" ->
                with(
                        between(services()),
                        wide(orNone("Selector", object -> WorkloadColumns.labels(at(object, "spec", "selector")))));
            case "pods" -> WorkloadColumns.pods();
            case "podtemplates" -> WorkloadColumns.podTemplates();
            case "events" -> events();
            case "nodes" -> NodeColumns.nodes();
            case "persistentvolumes" -> NodeColumns.volumes();
            case "persistentvolumeclaims" -> NodeColumns.claims();
            case "resourcequotas" -> between(quota("Request", false), quota("Limit", true));
            case "deployments.apps" -> WorkloadColumns.deployments();
            case "statefulsets.apps" -> WorkloadColumns.statefulSets();
            case "replicasets.apps", "replicationcontrollers" -> WorkloadColumns.replicaSets();
            case "daemonsets.apps" -> WorkloadColumns.daemonSets();
            case "jobs.batch" -> WorkloadColumns.jobs();
            case "cronjobs.batch" -> WorkloadColumns.cronJobs();
            case "leases.coordination.k8s.io" -> between(string("Holder", "spec", "holderIdentity"));
            case "ingresses.networking.k8s.io" -> between(ingresses());
            case "networkpolicies.networking.k8s.io" ->
                between(orNone("Pod-Selector", object -> WorkloadColumns.selector(at(object, "spec", "podSelector"))));
            case "poddisruptionbudgets.policy" ->
                between(
                        orElse("N/A", "Min Available", "spec", "minAvailable"),
                        orElse("N/A", "Max Unavailable", "spec", "maxUnavailable"),
                        number("Allowed Disruptions", "status", "disruptionsAllowed"));
            case "storageclasses.storage.k8s.io" ->
                between(
                        string("Provisioner", "provisioner"),
                        string("ReclaimPolicy", "reclaimPolicy"),
                        string("VolumeBindingMode", "volumeBindingMode"),
                        bool("AllowVolumeExpansion", "allowVolumeExpansion"));
            case "priorityclasses.scheduling.k8s.io" ->
                with(
                        between(number("Value", "value"), bool("Global-Default", "globalDefault")),
                        string("PreemptionPolicy", "preemptionPolicy"));
            case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io" ->
                with(
                        between(string("Role", BuiltinColumns::role)),
                        wide(string("Users", object -> subjects(object, "User"))),
                        wide(string("Groups", object -> subjects(object, "Group"))),
                        wide(string("ServiceAccounts", object -> subjects(object, "ServiceAccount"))));
            case "roles.rbac.authorization.k8s.io",
                    "clusterroles.rbac.authorization.k8s.io",
                    "limitranges",
                    Definitions.STORAGE ->
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

    static List<Table.Column> between(Table.Column... columns) {
        List<Table.Column> all = new ArrayList<>();
        all.add(Table.name());
        all.addAll(List.of(columns));
        all.add(Table.age());
        return all;
    }

    static Table.Column string(String name, String... path) {
        return column(name, "string", object -> text(at(object, path).asText("")));
    }

    static Table.Column orNone(String name, Function<ObjectNode, String> value) {
        return column(name, "string", object -> {
            String shown = value.apply(object);
            return text(shown.isEmpty() ? NONE : shown);
        });
    }

    static Table.Column number(String name, String... path) {
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

    private static Table.Column[] services() {
        return new Table.Column[] {
            string("Type", "spec", "type"),
            orNone("Cluster-IP", object -> Json.text(object, "spec", "clusterIP")),
            orNone("External-IP", BuiltinColumns::externalAddress),
            orNone("Port(s)", object -> joined(at(object, "spec", "ports"), BuiltinColumns::port)),
        };
    }

    private static String externalAddress(ObjectNode service) {
        String named = joined(at(service, "spec", "externalIPs"), JsonNode::asText);
        return switch (Json.text(service, "spec", "type")) {
            case "ExternalName" -> Json.text(service, "spec", "externalName");
            case "LoadBalancer" -> {
                String balancer = balancerAddress(service);
                String all = balancer.isEmpty() || named.isEmpty() ? balancer + named : balancer + "," + named;
                yield all.isEmpty() ? "<pending>" : all;
            }
            default -> named;
        };
    }

    /** Where a load balancer listens for a Service or an Ingress. */
    private static String balancerAddress(ObjectNode object) {
        return joined(at(object, "status", "loadBalancer", "ingress"), ingress -> {
            String address = Json.text(ingress, "ip");
            return address.isEmpty() ? Json.text(ingress, "hostname") : address;
        });
    }

    private static String port(JsonNode port) {
        String node = port.path("nodePort").asInt() == 0
                ? ""
                : ":" + port.path("nodePort").asInt();
        return port.path("port").asInt() + node + "/" + port.path("protocol").asText("TCP");
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

    static JsonNode at(JsonNode object, String... path) {
        JsonNode at = object;
        for (String step : path) {
            at = at.path(step);
        }
        return at;
    }

    static String joined(JsonNode list, Function<JsonNode, String> shown) {
        return list.valueStream().map(shown).collect(Collectors.joining(","));
    }

    static List<Table.Column> with(List<Table.Column> columns, Table.Column... more) {
        columns.addAll(List.of(more));
        return columns;
    }

    /** Shown with {@code -o wide} only. */
    static Table.Column wide(Table.Column column) {
        return new Table.Column(column.name(), column.type(), column.format(), column.description(), 1, column.cell());
    }

    static Table.Column string(String name, Function<ObjectNode, String> value) {
        return column(name, "string", object -> text(value.apply(object)));
    }

    static Table.Column orElse(String otherwise, String name, String... path) {
        return string(name, object -> at(object, path).asText(otherwise));
    }

    private static Table.Column bool(String name, String path) {
        return column(
                name, "boolean", object -> BooleanNode.valueOf(object.path(path).asBoolean()));
    }

    private static Table.Column[] ingresses() {
        return new Table.Column[] {
            orNone("Class", object -> Json.text(object, "spec", "ingressClassName")),
            string("Hosts", object -> {
                String hosts = joined(at(object, "spec", "rules"), rule -> Json.text(rule, "host"));
                return hosts.isEmpty() ? "*" : hosts;
            }),
            string("Address", BuiltinColumns::balancerAddress),
            string("Ports", object -> at(object, "spec", "tls").isEmpty() ? "80" : "80, 443"),
        };
    }

    private static Table.Column quota(String name, boolean limits) {
        return string(
                name,
                object -> at(object, "status", "hard")
                        .propertyStream()
                        .filter(hard -> hard.getKey().startsWith("limits") == limits)
                        .sorted(java.util.Map.Entry.comparingByKey())
                        .map(hard -> hard.getKey() + ": "
                                + at(object, "status", "used")
                                        .path(hard.getKey())
                                        .asText("0") + "/"
                                + hard.getValue().asText())
                        .collect(Collectors.joining(", ")));
    }

    private static String role(ObjectNode binding) {
        return Json.text(binding, "roleRef", "kind") + "/" + Json.text(binding, "roleRef", "name");
    }

    private static String subjects(ObjectNode binding, String kind) {
        return binding.path("subjects")
                .valueStream()
                .filter(subject -> Json.text(subject, "kind").equals(kind))
                .map(subject -> (kind.equals("ServiceAccount") ? Json.text(subject, "namespace") + "/" : "")
                        + Json.text(subject, "name"))
                .collect(Collectors.joining(", "));
    }
}
