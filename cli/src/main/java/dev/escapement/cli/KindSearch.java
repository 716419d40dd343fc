package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;

/** Finds the kind that somebody means who types {@code website}, {@code websites.example.dev} or {@code cm}, as kubectl does. */
final class KindSearch {
    private final ApiClient client;

    KindSearch(ApiClient client) {
        this.client = client;
    }

    /**
     * The kind of a name.
     *
     * @throws Failure if there is none, or more than one
     */
    Kind find(String word) throws InterruptedException {
        int dot = word.indexOf('.');
        var name = dot < 0 ? word : word.substring(0, dot);
        var group = dot < 0 ? Optional.<String>empty() : Optional.of(word.substring(dot + 1));
        var found = new ArrayList<Kind>();
        if (group.isEmpty()) {
            found.addAll(matching("", "v1", name));
            if (!found.isEmpty()) {
                return found.getFirst(); // the core group goes first, as with kubectl
            }
        }
        for (var served : get("/apis").path("groups")) {
            var of = served.path("name").asText();
            if (group.isEmpty() || group.get().equals(of)) {
                found.addAll(matching(
                        of, served.path("preferredVersion").path("version").asText(), name));
            }
        }
        if (found.isEmpty()) {
            throw new Failure(
                    1, "the cluster does not know \"" + word + "\"; kubectl api-resources lists what it knows");
        }
        if (found.size() > 1) {
            var all = found.stream().map(Kind::resource).collect(Collectors.joining(" or "));
            throw new Failure(1, "\"" + word + "\" may mean " + all + ": say which");
        }
        return found.getFirst();
    }

    private List<Kind> matching(String group, String version, String name) throws InterruptedException {
        var found = new ArrayList<Kind>();
        JsonNode resources;
        try {
            resources = get(group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version);
        } catch (ApiException e) {
            if (e.code() >= 500 || e.isNotFound()) {
                return found; // an aggregated server that is away must not keep others from being found
            }
            throw e;
        }
        for (var resource : resources.path("resources")) {
            var plural = resource.path("name").asText();
            if (!plural.contains("/") && isCalled(resource, name)) {
                found.add(new Kind(
                        group,
                        version,
                        resource.path("kind").asText(),
                        plural,
                        resource.path("namespaced").asBoolean()));
            }
        }
        return found;
    }

    private static boolean isCalled(JsonNode resource, String name) {
        if (name.equalsIgnoreCase(resource.path("name").asText())
                || name.equalsIgnoreCase(resource.path("singularName").asText())
                || name.equalsIgnoreCase(resource.path("kind").asText())) {
            return true;
        }
        for (var shortName : resource.path("shortNames")) {
            if (name.equalsIgnoreCase(shortName.asText())) {
                return true;
            }
        }
        return false;
    }

    private JsonNode get(String path) throws InterruptedException {
        return client.json().parse(client.send(ApiRequest.of("GET", path)));
    }
}
