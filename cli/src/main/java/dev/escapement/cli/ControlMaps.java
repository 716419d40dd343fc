package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.escapement.Controls;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.ConfigMap;

/**
 * The ConfigMaps by which operators are controlled.
 *
 * @param namespace where; everywhere if it is empty
 */
record ControlMaps(ApiClient client, String namespace) {
    private static final Kind MAPS = Kind.of(ConfigMap.class);
    private static final int PAGE = 500;

    /** One of them, and what it says. */
    record Found(ObjectKey key, Map<String, String> data) {
        String operator() {
            return key.name()
                    .substring(0, key.name().length() - Controls.mapName("").length());
        }
    }

    List<Found> list() throws InterruptedException {
        var found = new ArrayList<Found>();
        for (var header : headers(client, MAPS, namespace)) {
            if (header.key().name().endsWith(Controls.mapName(""))) {
                var map = client.json().parse(client.send(ApiRequest.of("GET", MAPS.path(header.key()))));
                found.add(new Found(header.key(), ControlMapEdit.data(map)));
            }
        }
        return found;
    }

    /** The metadata of all objects of a kind. */
    static List<Header> headers(ApiClient client, Kind kind, String namespace) throws InterruptedException {
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
}
