package dev.escapement.cli;

import java.io.PrintWriter;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.escapement.Controls;
import dev.escapement.cli.PauseTarget.What;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/** Pauses and resumes, by the annotation of an object or by an operator's ConfigMap, and says where. */
final class Pausing {
    private static final String KEY = "paused";
    private static final String ALL = "*";

    private final ApiClient client;
    private final String namespace;
    private final PrintWriter out;

    Pausing(ApiClient client, String namespace, PrintWriter out) {
        this.client = client;
        this.namespace = namespace;
        this.out = out;
    }

    void pause(What what) throws InterruptedException {
        switch (what) {
            case What.OneObject one -> annotate(one, "true", "paused");
            case What.OneController one -> {
                var map = new ControlMapEdit(client, namespace, one.operator());
                map.edit(data -> {
                    var paused = WordList.of(data.get(KEY));
                    paused.add(one.controller());
                    WordList.put(data, KEY, paused);
                });
                said("controller " + one.controller() + " of operator " + one.operator() + " paused", map);
            }
            case What.All all -> {
                var map = new ControlMapEdit(client, namespace, all.operator());
                map.edit(data -> {
                    var paused = WordList.of(data.get(KEY));
                    paused.add(ALL); // those that are paused by name stay so when all are resumed
                    WordList.put(data, KEY, paused);
                });
                said("all controllers of operator " + all.operator() + " paused", map);
            }
        }
    }

    void resume(What what) throws InterruptedException {
        switch (what) {
            case What.OneObject one -> annotate(one, null, "resumed");
            case What.OneController one -> {
                var map = new ControlMapEdit(client, namespace, one.operator());
                map.edit(data -> {
                    var paused = WordList.of(data.get(KEY));
                    if (paused.contains(ALL) || paused.contains("true")) {
                        throw new Failure(
                                1,
                                "all controllers of operator " + one.operator() + " are paused (" + map.name()
                                        + "): resume them with --all");
                    }
                    paused.remove(one.controller());
                    WordList.put(data, KEY, paused);
                });
                said("controller " + one.controller() + " of operator " + one.operator() + " resumed", map);
            }
            case What.All all -> {
                var map = new ControlMapEdit(client, namespace, all.operator());
                map.edit(data -> {
                    var paused = WordList.of(data.get(KEY));
                    paused.removeAll(List.of(ALL, "true"));
                    WordList.put(data, KEY, paused);
                });
                said("operator " + all.operator() + " resumed", map);
            }
        }
    }

    private void said(String what, ControlMapEdit map) {
        out.println(what + " (" + map.name() + ")");
        out.flush();
    }

    private void annotate(What.OneObject one, @Nullable String value, String done) throws InterruptedException {
        var kind = new KindSearch(client).find(one.kind());
        var key = new ObjectKey(kind.namespaced() ? namespace : "", one.name());
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").putObject("annotations").put(Controls.PAUSED, value);
        try {
            client.send(ApiRequest.of("PATCH", kind.path(key))
                    .body("application/merge-patch+json", client.json().encode(patch))
                    .with("fieldManager", "esc"));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            throw new Failure(
                    1,
                    "there is no " + kind.name() + " \"" + one.name() + "\""
                            + (kind.namespaced() ? " in namespace \"" + namespace + "\": name another with -n" : ""));
        }
        out.println(kind.name() + " " + key + " " + done + " (annotation " + Controls.PAUSED + ")");
        out.flush();
    }
}
