package dev.escapement.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;

/** Looks whether the cluster has the CustomResourceDefinitions that an operator declares, as it declares them. */
final class DefinitionCheck {
    private static final String PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";

    private final ApiClient client;
    private final String remedy;

    /**
     * A check.
     *
     * @param remedy what creates and updates the definitions
     */
    DefinitionCheck(ApiClient client, String remedy) {
        this.client = client;
        this.remedy = remedy;
    }

    Finding of(JsonNode declared) throws InterruptedException {
        var name = declared.path("metadata").path("name").asText();
        var check = "crd " + name;
        JsonNode installed;
        try {
            installed = client.json().parse(client.send(ApiRequest.of("GET", PATH + name)));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Finding.fail(check, "the cluster does not have it", remedy);
            }
            return Finding.warn(
                    check,
                    String.valueOf(e.getMessage()),
                    "ask somebody who may read CustomResourceDefinitions to run this");
        }
        return compare(check, declared, installed);
    }

    private Finding compare(String check, JsonNode declared, JsonNode installed) {
        for (var type : List.of("NamesAccepted", "Established")) {
            var condition = condition(installed, type);
            if (!condition.path("status").asText().equals("True")) {
                return Finding.fail(
                        check,
                        "it is not " + type + ": " + condition.path("message").asText("the server has not said why"),
                        "kubectl describe crd " + name(installed));
            }
        }
        var served = new HashSet<String>();
        var known = new HashSet<String>();
        for (var version : installed.path("spec").path("versions")) {
            known.add(version.path("name").asText());
            if (version.path("served").asBoolean()) {
                served.add(version.path("name").asText());
            }
        }
        for (var version : declared.path("spec").path("versions")) {
            if (!served.contains(version.path("name").asText())) {
                return Finding.fail(
                        check,
                        "it does not serve version " + version.path("name").asText() + ", but " + served,
                        remedy);
            }
        }
        for (var stored : installed.path("status").path("storedVersions")) {
            if (!known.contains(stored.asText())) {
                return Finding.warn(
                        check,
                        "objects may be stored in version " + stored.asText() + ", which it no longer has",
                        "write each object once (kubectl get " + name(installed)
                                + " -A -o json | kubectl replace -f -), then take the version out of status.storedVersions");
            }
        }
        var difference = difference(declared, installed);
        return difference.isEmpty()
                ? Finding.ok(check, "established, serves " + String.join(", ", served))
                : Finding.warn(check, "it differs from what the operator declares: " + difference, remedy);
    }

    /** Where the installed schema lacks something of the declared one; empty if it does not. */
    private static String difference(JsonNode declared, JsonNode installed) {
        for (var version : declared.path("spec").path("versions")) {
            for (var other : installed.path("spec").path("versions")) {
                if (other.path("name").equals(version.path("name"))) {
                    var places = new ArrayList<String>();
                    lacking(version.path("schema"), other.path("schema"), "schema", places);
                    lacking(version.path("subresources"), other.path("subresources"), "subresources", places);
                    if (!places.isEmpty()) {
                        return places.getFirst()
                                .replace("schema.openAPIV3Schema.properties", "")
                                .replace(".properties", "")
                                .replaceFirst("^\\.", "");
                    }
                }
            }
        }
        return "";
    }

    private static void lacking(JsonNode wanted, JsonNode is, String place, List<String> places) {
        if (wanted.isObject()) {
            wanted.properties()
                    .forEach(field ->
                            lacking(field.getValue(), is.path(field.getKey()), place + "." + field.getKey(), places));
        } else if (wanted.isNumber() ? !is.isNumber() || wanted.asDouble() != is.asDouble() : !wanted.equals(is)) {
            if (!wanted.isMissingNode()) {
                places.add(place);
            }
        }
    }

    private static JsonNode condition(JsonNode installed, String type) {
        for (var condition : installed.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return installed.path("no such condition");
    }

    private static String name(JsonNode definition) {
        return definition.path("metadata").path("name").asText();
    }
}
