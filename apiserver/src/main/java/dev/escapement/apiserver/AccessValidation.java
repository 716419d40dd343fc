package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The kinds of rbac.authorization.k8s.io. */
final class AccessValidation {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private AccessValidation() {}

    static void role(ObjectNode role, boolean namespaced, Checks checks) {
        int index = 0;
        for (JsonNode rule : role.path("rules")) {
            rule(rule, namespaced, "rules[" + index + "]", checks);
            index++;
        }
    }

    private static void rule(JsonNode rule, boolean namespaced, String path, Checks checks) {
        if (rule.path("verbs").isEmpty()) {
            checks.add(Cause.required(path + ".verbs", "verbs must contain at least one value"));
        }
        JsonNode urls = rule.path("nonResourceURLs");
        boolean ofResources = !rule.path("apiGroups").isEmpty()
                || !rule.path("resources").isEmpty()
                || !rule.path("resourceNames").isEmpty();
        if (!urls.isEmpty()) {
            if (namespaced) {
                checks.add(Cause.invalid(
                        path + ".nonResourceURLs", urls, "namespaced rules cannot apply to non-resource URLs"));
            }
            if (ofResources) {
                checks.add(Cause.invalid(
                        path + ".nonResourceURLs",
                        urls,
                        "rules cannot apply to both regular resources and non-resource URLs"));
            }
            return;
        }
        if (rule.path("apiGroups").isEmpty()) {
            checks.add(Cause.required(path + ".apiGroups", "resource rules must supply at least one api group"));
        }
        if (rule.path("resources").isEmpty()) {
            checks.add(Cause.required(path + ".resources", "resource rules must supply at least one resource"));
        }
    }

    static void binding(ObjectNode binding, @Nullable ObjectNode before, boolean namespaced, Checks checks) {
        JsonNode role = binding.path("roleRef");
        checks.oneOf(role, "roleRef", "apiGroup", List.of(GROUP));
        List<String> kinds = namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
        String kind = Json.text(role, "kind");
        if (!kinds.contains(kind)) {
            checks.add(Cause.notSupported("roleRef.kind", kind, kinds));
        }
        if (checks.requireText(role, "roleRef", "name")) {
            String name = Json.text(role, "name");
            checks.complaints("roleRef.name", name, NameRules.pathSegment(name));
        }
        int index = 0;
        for (JsonNode subject : binding.path("subjects")) {
            subject(subject, "subjects[" + index + "]", checks);
            index++;
        }
        if (before != null && !Json.same(role, before.path("roleRef"))) {
            checks.invalidStruct(
                    "roleRef",
                    "{\"APIGroup\":" + GoText.quote(Json.text(role, "apiGroup")) + ",\"Kind\":" + GoText.quote(kind)
                            + ",\"Name\":" + GoText.quote(Json.text(role, "name")) + "}",
                    "cannot change roleRef");
        }
    }

    private static void subject(JsonNode subject, String path, Checks checks) {
        checks.requireText(subject, path, "name");
        String kind = Json.text(subject, "kind");
        switch (kind) {
            case "ServiceAccount" -> {
                String name = Json.text(subject, "name");
                if (!name.isEmpty()) {
                    checks.complaints(path + ".name", name, NameRules.subdomain(name));
                }
                if (!Json.text(subject, "apiGroup").isEmpty()) {
                    checks.add(Cause.notSupported(path + ".apiGroup", Json.text(subject, "apiGroup"), List.of("")));
                }
            }
            case "User", "Group" -> {
                if (!Json.text(subject, "apiGroup").equals(GROUP)) {
                    checks.add(Cause.notSupported(path + ".apiGroup", Json.text(subject, "apiGroup"), List.of(GROUP)));
                }
            }
            default -> checks.add(Cause.notSupported(path + ".kind", kind, List.of("ServiceAccount", "User", "Group")));
        }
    }
}
