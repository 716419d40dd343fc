package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.Controls;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;

/** Finds what is paused: what the ConfigMaps of operators say, and the custom resources that say so themselves. */
final class PauseList {
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private final ApiClient client;
    private final String namespace;
    private final List<Paused> found = new ArrayList<>();

    /**
     * Something that is paused.
     *
     * @param kind {@code ConfigMap} for an operator's, or the kind of a custom resource
     * @param namespace empty if it is in none
     * @param controllers the controllers that rest; {@code *} for all of them
     */
    record Paused(String kind, String namespace, String name, List<String> controllers) {
        String text() {
            var key = new ObjectKey(namespace, name);
            return kind + " " + key + ": "
                    + (controllers.equals(List.of("*"))
                            ? "all controllers"
                            : "controllers " + WordList.text(controllers));
        }
    }

    /** In one namespace, or in all of them if it is empty. */
    PauseList(ApiClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    List<Paused> find() throws InterruptedException {
        for (var map : new ControlMaps(client, namespace).list()) {
            paused("ConfigMap", map.key(), map.data().getOrDefault("paused", ""));
        }
        for (var kind : customKinds()) {
            for (var header : ControlMaps.headers(client, kind, namespace)) {
                paused(kind.name(), header.key(), header.annotations().getOrDefault(Controls.PAUSED, ""));
            }
        }
        return List.copyOf(found);
    }

    /** For people. */
    static List<String> lines(List<Paused> found, String namespace) {
        return found.isEmpty()
                ? List.of("nothing is paused" + (namespace.isEmpty() ? "" : " in namespace \"" + namespace + "\""))
                : found.stream().map(Paused::text).toList();
    }

    private void paused(String kind, ObjectKey key, String value) {
        var words = WordList.of(value);
        if (!words.isEmpty()) {
            boolean all = words.contains("*") || words.contains("true");
            found.add(new Paused(kind, key.namespace(), key.name(), all ? List.of("*") : List.copyOf(words)));
        }
    }

    private List<Kind> customKinds() throws InterruptedException {
        var kinds = new ArrayList<Kind>();
        JsonNode definitions;
        try {
            definitions = client.json().parse(client.send(ApiRequest.of("GET", DEFINITIONS)));
        } catch (ApiException e) {
            if (e.code() == 403) {
                return kinds; // whoever may not read them sees the ConfigMaps
            }
            throw e;
        }
        for (var definition : definitions.path("items")) {
            var spec = definition.path("spec");
            for (var version : spec.path("versions")) {
                if (version.path("storage").asBoolean()
                        && version.path("served").asBoolean()) {
                    kinds.add(new Kind(
                            spec.path("group").asText(),
                            version.path("name").asText(),
                            spec.path("names").path("kind").asText(),
                            spec.path("names").path("plural").asText(),
                            spec.path("scope").asText().equals("Namespaced")));
                }
            }
        }
        return kinds;
    }
}
