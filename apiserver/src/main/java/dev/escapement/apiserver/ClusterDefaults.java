package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Defaults of the kinds that run nothing themselves. */
final class ClusterDefaults {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private ClusterDefaults() {}

    static void register(Map<String, Consumer<ObjectNode>> byType) {
        byType.put("core.v1.ServiceSpec", ClusterDefaults::service);
        byType.put("core.v1.Secret", ClusterDefaults::secret);
        byType.put("core.v1.Namespace", ClusterDefaults::namespace);
        byType.put("core.v1.NamespaceStatus", status -> BuiltinDefaults.text(status, "phase", "Active"));
        byType.put("core.v1.PersistentVolumeClaimSpec", spec -> BuiltinDefaults.text(spec, "volumeMode", "Filesystem"));
        byType.put("core.v1.PersistentVolumeClaimStatus", status -> BuiltinDefaults.text(status, "phase", "Pending"));
        byType.put("core.v1.PersistentVolumeStatus", status -> BuiltinDefaults.text(status, "phase", "Pending"));
        byType.put("core.v1.PersistentVolumeSpec", spec -> {
            BuiltinDefaults.text(spec, "persistentVolumeReclaimPolicy", "Retain");
            BuiltinDefaults.text(spec, "volumeMode", "Filesystem");
        });
        byType.put("core.v1.LimitRangeItem", ClusterDefaults::limits);
        byType.put("core.v1.EndpointPort", port -> BuiltinDefaults.text(port, "protocol", "TCP"));
        byType.put("discovery.v1.EndpointPort", port -> {
            BuiltinDefaults.text(port, "name", "");
            BuiltinDefaults.text(port, "protocol", "TCP");
        });
        byType.put("networking.v1.NetworkPolicyPort", port -> BuiltinDefaults.text(port, "protocol", "TCP"));
        byType.put("networking.v1.NetworkPolicySpec", ClusterDefaults::networkPolicy);
        byType.put(
                "networking.v1.IngressClassParametersReference",
                parameters -> BuiltinDefaults.text(parameters, "scope", "Cluster"));
        byType.put("rbac.v1.RoleRef", role -> BuiltinDefaults.text(role, "apiGroup", RBAC));
        byType.put("rbac.v1.Subject", ClusterDefaults::subject);
        byType.put("scheduling.v1.PriorityClass", ClusterDefaults::priorityClass);
        byType.put("storage.v1.StorageClass", storage -> {
            BuiltinDefaults.text(storage, "reclaimPolicy", "Delete");
            BuiltinDefaults.text(storage, "volumeBindingMode", "Immediate");
        });
        byType.put("apiextensions.v1.CustomResourceDefinition", ClusterDefaults::definition);
        for (String webhook : List.of("ValidatingWebhook", "MutatingWebhook")) {
            byType.put("admissionregistration.v1." + webhook, ClusterDefaults::webhook);
        }
        byType.put("admissionregistration.v1.RuleWithOperations", rule -> BuiltinDefaults.text(rule, "scope", "*"));
        for (String group : List.of("admissionregistration", "apiextensions", "apiregistration")) {
            byType.put(group + ".v1.ServiceReference", service -> BuiltinDefaults.number(service, "port", 443));
        }
    }

    private static void service(ObjectNode spec) {
        BuiltinDefaults.text(spec, "sessionAffinity", "None");
        if (Json.text(spec, "sessionAffinity").equals("None")) {
            spec.remove("sessionAffinityConfig");
        } else {
            ObjectNode client = Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP");
            BuiltinDefaults.number(client, "timeoutSeconds", 10800);
        }
        BuiltinDefaults.text(spec, "type", "ClusterIP");
        for (JsonNode port : spec.path("ports")) {
            JsonNode target = port.path("targetPort");
            boolean unset = target.asText().isEmpty() || target.asText().equals("0");
            if (port instanceof ObjectNode object && unset) {
                object.set("targetPort", object.path("port"));
            }
        }
        String type = Json.text(spec, "type");
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            BuiltinDefaults.text(spec, "externalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            BuiltinDefaults.flag(spec, "allocateLoadBalancerNodePorts", true);
        }
        if (!type.equals("ExternalName")) {
            BuiltinDefaults.text(spec, "internalTrafficPolicy", "Cluster");
        }
    }

    private static void secret(ObjectNode secret) {
        BuiltinDefaults.text(secret, "type", "Opaque");
        if (secret.remove("stringData") instanceof ObjectNode texts) {
            ObjectNode data = Json.child(secret, "data");
            for (var text : texts.properties()) {
                byte[] bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
                data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
            }
        }
    }

    private static void namespace(ObjectNode namespace) {
        ObjectNode metadata = Json.child(namespace, "metadata");
        String name = Json.text(metadata, "name");
        if (!name.isEmpty()) {
            Json.child(metadata, "labels").put("kubernetes.io/metadata.name", name);
        }
    }

    private static void limits(ObjectNode item) {
        if (Json.text(item, "type").equals("Container")) {
            ObjectNode limits = Json.child(item, "default");
            addAbsent(limits, item.path("max"));
            ObjectNode requests = Json.child(item, "defaultRequest");
            addAbsent(requests, limits);
            addAbsent(requests, item.path("min"));
        }
    }

    private static void addAbsent(ObjectNode to, JsonNode from) {
        for (var property : from.properties()) {
            if (!to.has(property.getKey())) {
                to.set(property.getKey(), property.getValue().deepCopy());
            }
        }
    }

    private static void networkPolicy(ObjectNode spec) {
        if (spec.path("policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    private static void subject(ObjectNode subject) {
        String kind = Json.text(subject, "kind");
        if (kind.equals("User") || kind.equals("Group")) {
            BuiltinDefaults.text(subject, "apiGroup", RBAC);
        }
    }

    private static void priorityClass(ObjectNode priority) {
        BuiltinDefaults.text(priority, "preemptionPolicy", "PreemptLowerPriority");
    }

    private static void definition(ObjectNode definition) {
        ObjectNode spec = Json.child(definition, "spec");
        ObjectNode names = Json.child(spec, "names");
        String kind = Json.text(names, "kind");
        BuiltinDefaults.text(names, "singular", kind.toLowerCase(Locale.ROOT));
        if (!kind.isEmpty()) {
            BuiltinDefaults.text(names, "listKind", kind + "List");
        }
        if (!spec.hasNonNull("conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
        ObjectNode status = Json.child(definition, "status");
        if (status.path("storedVersions").isEmpty()) {
            for (JsonNode version : spec.path("versions")) {
                if (version.path("storage").asBoolean()) {
                    status.putArray("storedVersions").add(Json.text(version, "name"));
                    break;
                }
            }
        }
    }

    private static void webhook(ObjectNode webhook) {
        BuiltinDefaults.text(webhook, "failurePolicy", "Fail");
        BuiltinDefaults.text(webhook, "matchPolicy", "Equivalent");
        BuiltinDefaults.map(webhook, "namespaceSelector");
        BuiltinDefaults.map(webhook, "objectSelector");
        BuiltinDefaults.number(webhook, "timeoutSeconds", 10);
    }
}
