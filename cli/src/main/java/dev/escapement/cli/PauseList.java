package dev.escapement.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.Controls;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;

/** Shows what is paused: what the ConfigMaps of operators say, and the custom resources that say so themselves. */
final class PauseList {
    private static final Kind MAPS = Kind.of(ConfigMap.class);
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final int PAGE = 500;

    private final ApiClient client;
    private final String namespace;
    private final PrintWriter out;
    private boolean isEmpty = true;

    /** In one namespace, or in all of them if it is empty. */
    PauseList(ApiClient client, String namespace, PrintWriter out) {
        this.client = client;
        this.namespace = namespace;
        this.out = out;
    }

    void print() throws InterruptedException {
        for (var header : headers(MAPS)) {
            if (header.key().name().endsWith(Controls.mapName(""))) {
                var map = client.json().parse(client.send(ApiRequest.of("GET", MAPS.path(header.key()))));
                paused("ConfigMap " + header.key(), ControlMapEdit.data(map).getOrDefault("paused", ""));
            }
        }
        for (var kind : customKinds()) {
            for (var header : headers(kind)) {
                paused(kind.name() + " " + header.key(), header.annotations().getOrDefault(Controls.PAUSED, ""));
            }
        }
        if (isEmpty) {
            out.println("nothing is paused" + (namespace.isEmpty() ? "" : " in namespace \"" + namespace + "\""));
        }
        out.flush();
    }

    private void paused(String who, String value) {
        var words = WordList.of(value);
        if (!words.isEmpty()) {
            isEmpty = false;
            boolean all = words.contains("*") || words.contains("true");
            out.println(who + ": " + (all ? "all controllers" : "controllers " + WordList.text(words)));
        }
    }

    /** The metadata of all objects of a kind; nothing if they may not be read. */
    private List<Header> headers(Kind kind) throws InterruptedException {
        var headers = new ArrayList<Header>();
        var selection = Selection.in(kind.namespaced() ? namespace : "").onlyMetadata();
        var next = "";
        do {
            var page = client.list(Clock.system(), kind, selection, PAGE, next);
            headers.addAll(page.items());
            next = page.next();
        } while (!next.isEmpty());
        return headers;
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
