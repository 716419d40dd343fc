package dev.escapement.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.Controls;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import io.fabric8.kubernetes.api.model.ConfigMap;
import picocli.CommandLine;

/** Changes the ConfigMap by which an operator is controlled. Others may change it at the same time, and nothing is lost. */
final class ControlMapEdit {
    private static final Kind MAPS = Kind.of(ConfigMap.class);
    private static final int ATTEMPTS = 5;

    private final ApiClient client;
    private final ObjectKey key;

    private ControlMapEdit(ApiClient client, String namespace, String operator) {
        this.client = client;
        this.key = new ObjectKey(namespace, Controls.mapName(operator));
    }

    /** That of an operator, where {@linkplain ControlHome it reads it}. */
    static ControlMapEdit of(ApiClient client, ClusterOptions cluster, String operator, CommandLine line)
            throws InterruptedException {
        return new ControlMapEdit(client, ControlHome.find(client, cluster, operator, line), operator);
    }

    /** Its name, for people. */
    String name() {
        return "ConfigMap " + key;
    }

    /** Changes its data; makes it if it is not there, and does nothing if nothing changes, which is false then. */
    boolean edit(Consumer<Map<String, String>> change) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return tryToEdit(change);
            } catch (ApiException e) {
                if (!e.isConflict() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private boolean tryToEdit(Consumer<Map<String, String>> change) throws InterruptedException {
        ObjectNode map;
        boolean isNew = false;
        try {
            map = (ObjectNode) client.json().parse(client.send(ApiRequest.of("GET", MAPS.path(key))));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            isNew = true;
            map = JsonNodeFactory.instance.objectNode();
            map.put("apiVersion", "v1").put("kind", "ConfigMap");
            map.putObject("metadata").put("namespace", key.namespace()).put("name", key.name());
        }
        var before = data(map);
        var after = new TreeMap<>(before);
        change.accept(after);
        if (after.equals(before)) {
            return false;
        }
        var data = map.putObject("data");
        after.forEach(data::put);
        var request = isNew
                ? ApiRequest.of("POST", MAPS.path(key.namespace()))
                : ApiRequest.of("PUT", MAPS.path(key)); // with its resourceVersion: 409 if somebody was faster
        client.send(request.body("application/json", client.json().encode(map)).with("fieldManager", "esc"));
        return true;
    }

    /** What a ConfigMap says. */
    static Map<String, String> data(JsonNode map) {
        var data = new TreeMap<String, String>();
        map.path("data")
                .properties()
                .forEach(e -> data.put(e.getKey(), e.getValue().asText()));
        return data;
    }
}
