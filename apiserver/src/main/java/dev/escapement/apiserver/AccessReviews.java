package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The kinds of authorization.k8s.io: what may somebody do? */
record AccessReviews(Rbac rbac) {
    static final String GROUP = "authorization.k8s.io";

    void answer(Route route, ObjectNode review) throws ApiException {
        String kind = route.resource().kind();
        if (kind.equals("SelfSubjectRulesReview")) {
            rules(review);
            return;
        }
        boolean self = kind.equals("SelfSubjectAccessReview");
        boolean local = kind.equals("LocalSubjectAccessReview");
        JsonNode spec = Json.child(review, "spec");
        List<Cause> causes = new ArrayList<>();
        about(spec, local, causes);
        if (!self && Json.text(spec, "user").isEmpty() && spec.path("groups").isEmpty()) {
            causes.add(Cause.invalid("spec.user", "", "at least one of user or group must be specified"));
        }
        metadata(review, route, local, causes);
        if (!causes.isEmpty()) {
            throw ApiException.invalid(GROUP, "", "", causes);
        }
        Caller caller = self ? Caller.current() : Caller.reviewed(spec);
        Rbac.Decision decision = rbac.decide(caller, Attributes.of(spec));
        ObjectNode status = review.putObject("status").put("allowed", decision.allowed());
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
    }

    private static void about(JsonNode spec, boolean local, List<Cause> causes) {
        JsonNode other = spec.path("nonResourceAttributes");
        if (other.isObject() && (local || spec.path("resourceAttributes").isObject())) {
            String printed = "{\"Path\":" + GoText.quote(Json.text(other, "path")) + ",\"Verb\":"
                    + GoText.quote(Json.text(other, "verb")) + "}";
            causes.add(Cause.invalidAsPrinted(
                    "spec.nonResourceAttributes",
                    printed,
                    local
                            ? "disallowed on this kind of request"
                            : "cannot be specified in combination with resourceAttributes"));
        } else if (!other.isObject() && !spec.path("resourceAttributes").isObject()) {
            causes.add(Cause.invalid(
                    "spec.resourceAttributes",
                    NullNode.getInstance(),
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
    }

    private static void metadata(ObjectNode review, Route route, boolean local, List<Cause> causes) {
        ObjectNode metadata = Json.child(review, "metadata");
        ObjectNode other = metadata.deepCopy();
        other.remove("managedFields");
        if (local) {
            metadata.put("namespace", route.namespace());
            other.remove("namespace");
            String asked = Json.text(review, "spec", "resourceAttributes", "namespace");
            if (review.path("spec").path("resourceAttributes").isObject() && !asked.equals(route.namespace())) {
                causes.add(Cause.invalid("spec.resourceAttributes.namespace", asked, "must match metadata.namespace"));
            }
        }
        if (!other.isEmpty()) {
            String but = local ? "must be empty except for namespace" : "must be empty";
            causes.add(Cause.invalidAsPrinted("metadata", metadata.toString(), but));
        }
    }

    private void rules(ObjectNode review) throws ApiException {
        String namespace = Json.text(review, "spec", "namespace");
        if (namespace.isEmpty()) {
            throw ApiException.badRequest("no namespace on request");
        }
        review.putObject("metadata");
        review.putObject("spec"); // it is write-only
        ObjectNode status = review.putObject("status");
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode others = status.putArray("nonResourceRules");
        Caller caller = Caller.current();
        Rbac.Held held = rbac.held(caller, namespace);
        List<Rule> rules = new ArrayList<>(caller.master() ? Rule.FULL_AUTHORITY : List.of());
        held.rules().stream().filter(rule -> !rules.contains(rule)).forEach(rules::add);
        for (Rule rule : rules) {
            if (!rule.resources().isEmpty()) {
                resources.add(rule.json());
            }
            if (!rule.urls().isEmpty()) {
                others.add(rule.json());
            }
        }
        status.put("incomplete", false);
        if (!held.error().isEmpty()) {
            status.put("evaluationError", held.error());
        }
    }
}
