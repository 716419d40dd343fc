package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Declaration;
import dev.escapement.Permission;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;

/** Asks the API server whether somebody may do what an operator needs, one verb at a time. */
final class AccessCheck {
    private static final String PATH = "/apis/authorization.k8s.io/v1/";

    private final ApiClient client;
    private final String home;
    private final String account;
    private final String remedy;
    private int granted;

    /**
     * A check.
     *
     * @param home the namespace that the operator runs in
     * @param account a service account as {@code NAMESPACE/NAME}; empty for whoever asks
     * @param remedy what grants everything
     */
    AccessCheck(ApiClient client, String home, String account, String remedy) {
        this.client = client;
        this.home = home;
        this.account = account;
        this.remedy = remedy;
    }

    List<Finding> of(Declaration declaration) throws InterruptedException {
        var check = "permissions of " + declaration.operator();
        var findings = new ArrayList<Finding>();
        try {
            for (var permission : declaration.permissions()) {
                missing(permission)
                        .forEach((place, verbs) -> findings.add(Finding.fail(
                                check,
                                "not allowed to " + String.join(", ", verbs) + " " + resource(permission) + place + " ("
                                        + permission.reason() + ")",
                                remedy)));
            }
        } catch (ApiException e) {
            return List.of(
                    e.isNotFound()
                            ? Finding.warn(check, "not looked at: this server has no access reviews", "")
                            : Finding.warn(
                                    check,
                                    "cannot be asked for: " + e.getMessage(),
                                    account.isEmpty()
                                            ? ""
                                            : "only who may create SubjectAccessReviews can ask for others"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(check, "all " + granted + " are granted"));
        }
        return findings;
    }

    /** The verbs that are missing, by where that is. */
    private Map<String, List<String>> missing(Permission permission) throws InterruptedException {
        var missing = new java.util.LinkedHashMap<String, List<String>>();
        var namespaces =
                permission.where() == Permission.Where.CLUSTER ? List.of("") : Rbac.namespaces(permission, home);
        for (var namespace : namespaces) {
            var names = permission.names().isEmpty() ? List.of("") : permission.names();
            for (var name : names) {
                for (var verb : permission.verbs()) {
                    if (isAllowed(permission, namespace, name, verb)) {
                        granted++;
                    } else {
                        var place = (name.isEmpty() ? "" : " \"" + name + "\"")
                                + (namespace.isEmpty() ? "" : " in namespace " + namespace);
                        missing.computeIfAbsent(place, _ -> new ArrayList<>()).add(verb);
                    }
                }
            }
        }
        return missing;
    }

    private boolean isAllowed(Permission permission, String namespace, String name, String verb)
            throws InterruptedException {
        var review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", account.isEmpty() ? "SelfSubjectAccessReview" : "SubjectAccessReview");
        var spec = review.putObject("spec");
        if (!account.isEmpty()) {
            identity(spec);
        }
        var parts = permission.resource().split("/", 2);
        var attributes = spec.putObject("resourceAttributes");
        attributes
                .put("group", permission.group())
                .put("resource", parts[0])
                .put("subresource", parts.length == 1 ? "" : parts[1])
                .put("namespace", namespace)
                .put("name", name)
                .put("verb", verb);
        var path = PATH + (account.isEmpty() ? "selfsubjectaccessreviews" : "subjectaccessreviews");
        var answer = client.json()
                .parse(client.send(ApiRequest.of("POST", path)
                        .body("application/json", client.json().encode(review))));
        return answer.path("status").path("allowed").asBoolean();
    }

    private void identity(ObjectNode spec) {
        var parts = account.split("/", 2);
        spec.put("user", "system:serviceaccount:" + parts[0] + ":" + parts[1]);
        spec.putArray("groups")
                .add("system:serviceaccounts")
                .add("system:serviceaccounts:" + parts[0])
                .add("system:authenticated");
    }

    private static String resource(Permission permission) {
        return List.of(permission.resource(), permission.group()).stream()
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining("."));
    }
}
