package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Nobody may grant what they do not hold, unless they have the verb {@code escalate} for roles or {@code bind} for bindings.
 */
record Escalation(Rbac rbac) {
    /** Fields that the garbage collector needs to delete an object. */
    private static final List<String> OF_DELETION = List.of("finalizers", "ownerReferences", "managedFields");

    /** Refuses a role or a binding with which its writer would escalate. */
    void check(Route route, ObjectNode object, @Nullable ObjectNode before) throws ApiException {
        Resource resource = route.resource();
        Caller caller = Caller.current();
        if (!resource.group().equals(Rbac.GROUP) || caller.master()) {
            return;
        }
        if (before != null && Json.same(lasting(object), lasting(before))) {
            return;
        }
        String name = Json.text(object, "metadata", "name");
        if (object.has("roleRef")) {
            JsonNode role = object.path("roleRef");
            Attributes bind = new Attributes(
                    "bind",
                    Json.text(role, "apiGroup"),
                    Json.text(role, "kind").equals("ClusterRole") ? "clusterroles" : "roles",
                    "",
                    route.namespace(),
                    Json.text(role, "name"),
                    "");
            if (rbac.decide(caller, bind).allowed()) {
                return;
            }
            List<Rule> rules = rbac.rules(role, route.namespace());
            if (rules == null) {
                throw ApiException.notFound(resource.group(), resource.plural(), Json.text(role, "name"));
            }
            confirm(caller, route, name, rules);
            return;
        }
        Attributes escalate = new Attributes(
                "escalate", resource.group(), resource.plural(), "", route.namespace(), route.name(), "");
        if (rbac.decide(caller, escalate).allowed()) {
            return;
        }
        confirm(caller, route, name, Rule.all(object));
        if ((aggregates(object) || (before != null && aggregates(before)))
                && !missing(caller, route, Rule.FULL_AUTHORITY).isEmpty()) {
            throw ApiException.forbidden(
                    resource.group(),
                    resource.plural(),
                    name,
                    "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    private static ObjectNode lasting(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        Json.child(copy, "metadata").remove(OF_DELETION);
        return copy;
    }

    private static boolean aggregates(JsonNode role) {
        return !role.path("aggregationRule").path("clusterRoleSelectors").isEmpty();
    }

    private List<Rule> missing(Caller caller, Route route, List<Rule> wanted) {
        return Rule.missing(rbac.held(caller, route.namespace()).rules(), wanted);
    }

    private void confirm(Caller caller, Route route, String name, List<Rule> wanted) throws ApiException {
        List<Rule> missing = missing(caller, route, wanted);
        if (missing.isEmpty()) {
            return;
        }
        Set<String> shown = new TreeSet<>();
        compact(missing).forEach(rule -> shown.add(rule.text()));
        String why = "user " + GoText.quote(caller.name()) + " (groups=" + GoText.quoted(caller.groups())
                + ") is attempting to grant RBAC permissions not currently held:\n" + String.join("\n", shown);
        List<String> errors = rbac.held(caller, route.namespace()).errors();
        if (!errors.isEmpty()) {
            why += "; resolution errors: ["
                    + rbac.held(caller, route.namespace()).error() + "]";
        }
        Resource resource = route.resource();
        throw ApiException.forbidden(resource.group(), resource.plural(), name, why);
    }

    /** One rule for all verbs of a resource. */
    private static List<Rule> compact(List<Rule> parts) {
        Map<Rule, Set<String>> verbs = new LinkedHashMap<>();
        List<Rule> compact = new ArrayList<>();
        for (Rule part : parts) {
            if (part.resources().isEmpty()) {
                compact.add(part);
            } else {
                verbs.computeIfAbsent(part.withVerbs(List.of()), rule -> new LinkedHashSet<>())
                        .addAll(part.verbs());
            }
        }
        verbs.forEach((rule, all) -> compact.add(rule.withVerbs(List.copyOf(all))));
        return compact;
    }
}
