package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Kinds that need few checks: leases, claims, ingresses, autoscalers, disruption budgets. */
final class ClusterValidation {
    private static final List<String> ACCESS_MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");

    private ClusterValidation() {}

    static void lease(ObjectNode lease, Checks checks) {
        JsonNode spec = lease.path("spec");
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asLong() <= 0) {
            checks.add(Cause.invalid("spec.leaseDurationSeconds", duration, "must be greater than 0"));
        }
        checks.notNegative(spec, "spec", "leaseTransitions");
    }

    static void claim(ObjectNode claim, @Nullable ObjectNode before, Checks checks) {
        JsonNode spec = claim.path("spec");
        if (spec.path("accessModes").isEmpty()) {
            checks.add(Cause.required("spec.accessModes", "at least 1 access mode is required"));
        }
        for (JsonNode mode : spec.path("accessModes")) {
            if (!ACCESS_MODES.contains(mode.asText())) {
                checks.add(Cause.notSupported("spec.accessModes", mode, ACCESS_MODES));
            }
        }
        if (!spec.path("resources").path("requests").has("storage")) {
            checks.add(Cause.required("spec.resources[storage]", ""));
        }
        if (before != null && !Json.same(withoutRequests(spec), withoutRequests(before.path("spec")))) {
            // The real server goes on with a difference of its internal structs.
            checks.add(Cause.forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound"
                            + " claims"));
            if (!Json.same(spec.path("volumeMode"), before.path("spec").path("volumeMode"))) {
                checks.add(Cause.invalid("volumeMode", spec.path("volumeMode"), Checks.IMMUTABLE));
            }
        }
    }

    private static JsonNode withoutRequests(JsonNode spec) {
        JsonNode copy = spec.deepCopy();
        if (copy.get("resources") instanceof ObjectNode resources) {
            resources.remove("requests");
        }
        // The volume is bound, and its class filled in, by controllers.
        return copy instanceof ObjectNode object
                ? object.without(List.of("volumeName", "storageClassName", "volumeAttributesClassName"))
                : copy;
    }

    static void ingress(ObjectNode ingress, Checks checks) {
        JsonNode spec = ingress.path("spec");
        if (spec.path("rules").isEmpty() && !spec.path("defaultBackend").isObject()) {
            checks.invalidStruct("spec", "null", "either `defaultBackend` or `rules` must be specified");
        }
        if (spec.path("defaultBackend").isObject()) {
            backend(spec.path("defaultBackend"), "spec.defaultBackend", checks);
        }
        for (int i = 0; i < spec.path("rules").size(); i++) {
            JsonNode rule = spec.path("rules").get(i);
            String at = "spec.rules[" + i + "]";
            String host = Json.text(rule, "host");
            if (!host.isEmpty() && !host.startsWith("*.")) {
                checks.complaints(at + ".host", host, NameRules.subdomain(host));
            }
            JsonNode paths = rule.path("http").path("paths");
            for (int j = 0; j < paths.size(); j++) {
                path(paths.get(j), at + ".http.paths[" + j + "]", checks);
            }
        }
    }

    private static void path(JsonNode path, String at, Checks checks) {
        String type = Json.text(path, "pathType");
        String text = Json.text(path, "path");
        if (checks.requireText(path, at, "pathType", "pathType must be specified")) {
            checks.oneOf(path, at, "pathType", List.of("Exact", "ImplementationSpecific", "Prefix"));
        }
        boolean exact = type.equals("Exact") || type.equals("Prefix");
        if ((exact || !text.isEmpty()) && !type.isEmpty() && !text.startsWith("/")) {
            checks.add(Cause.invalid(at + ".path", text, "must be an absolute path"));
        }
        backend(path.path("backend"), at + ".backend", checks);
    }

    private static void backend(JsonNode backend, String at, Checks checks) {
        JsonNode service = backend.path("service");
        if (service.isObject()) {
            checks.requireText(service, at + ".service", "name");
            JsonNode port = service.path("port");
            if (Json.text(port, "name").isEmpty() && port.path("number").asInt() == 0) {
                checks.add(Cause.required(at, "port name or number is required"));
            }
        } else if (!backend.path("resource").isObject()) {
            checks.add(Cause.required(at, "resource or service backend is required"));
        }
    }

    static void autoscaler(ObjectNode autoscaler, Checks checks) {
        JsonNode spec = autoscaler.path("spec");
        JsonNode maximum = spec.path("maxReplicas");
        JsonNode minimum = spec.path("minReplicas");
        if (minimum.isNumber() && minimum.asInt() < 1) {
            checks.add(Cause.invalid("spec.minReplicas", minimum, "must be greater than or equal to 1"));
        }
        if (maximum.asInt() < 1) {
            checks.add(Cause.required("spec.maxReplicas", "must be set and greater than 0"));
        }
        if (minimum.isNumber() && maximum.asInt() < minimum.asInt()) {
            checks.add(Cause.invalid("spec.maxReplicas", maximum, "must be greater than or equal to `minReplicas`"));
        }
        JsonNode target = spec.path("scaleTargetRef");
        checks.requireText(target, "spec.scaleTargetRef", "kind");
        checks.requireText(target, "spec.scaleTargetRef", "name");
        String apiVersion = Json.text(target, "apiVersion");
        if (apiVersion.isEmpty()) {
            checks.add(
                    Cause.invalid("spec.scaleTargetRef.apiVersion", apiVersion, "apiVersion must specify API group"));
        }
    }

    static void disruptionBudget(ObjectNode budget, Checks checks) {
        JsonNode spec = budget.path("spec");
        JsonNode available = spec.path("minAvailable");
        JsonNode unavailable = spec.path("maxUnavailable");
        if (!available.isMissingNode() && !unavailable.isMissingNode()) {
            String selector = spec.path("selector").isObject() ? GoText.json(spec.path("selector")) : "null";
            checks.invalidStruct(
                    "spec",
                    "{\"MinAvailable\":" + GoText.json(available) + ",\"Selector\":" + selector + ",\"MaxUnavailable\":"
                            + GoText.json(unavailable) + ",\"UnhealthyPodEvictionPolicy\":null}",
                    "minAvailable and maxUnavailable cannot be both set");
        }
        checks.notNegative(spec, "spec", "minAvailable", "maxUnavailable");
        SelectorValidation.validate(spec.path("selector"), "spec.selector", checks);
    }
}
