package dev.escapement.cli;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.escapement.Controls;
import dev.escapement.cli.PauseTarget.What;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Pauses and resumes, by the annotation of an object or by an operator's ConfigMap, and says where. */
final class Pausing {
    private static final String KEY = "paused";
    private static final String ALL = "*";

    private final ApiClient client;
    private final ClusterOptions cluster;
    private final CommandLine line;

    Pausing(ApiClient client, ClusterOptions cluster, CommandLine line) {
        this.client = client;
        this.cluster = cluster;
        this.line = line;
    }

    void pause(What what) throws InterruptedException {
        switch (what) {
            case What.OneObject one -> annotate(one, "true", "paused");
            case What.OneController one -> {
                var map = map(one.operator());
                map.edit(data -> {
                    var paused = WordList.of(data.get(KEY));
                    paused.add(one.controller());
                    WordList.put(data, KEY, paused);
                });
                said("controller " + one.controller() + " of operator " + one.operator() + " paused", map);
            }
            case What.All all -> {
                var map = map(all.operator());
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
                var map = map(one.operator());
                boolean changed = map.edit(data -> {
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
                said("controller " + one.controller() + " of operator " + one.operator() + resumed(changed), map);
            }
            case What.All all -> {
                var map = map(all.operator());
                boolean changed = map.edit(data -> {
                    var paused = WordList.of(data.get(KEY));
                    paused.removeAll(List.of(ALL, "true"));
                    WordList.put(data, KEY, paused);
                });
                said("operator " + all.operator() + resumed(changed), map);
            }
        }
    }

    private ControlMapEdit map(String operator) throws InterruptedException {
        return ControlMapEdit.of(client, cluster, operator, line);
    }

    private static String resumed(boolean changed) {
        return changed ? " resumed" : " was not paused";
    }

    private void said(String what, ControlMapEdit map) {
        var out = line.getOut();
        out.println(what + " (" + map.name() + ")");
        out.flush();
    }

    private void annotate(What.OneObject one, @Nullable String value, String done) throws InterruptedException {
        var namespace = cluster.namespace(client);
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
        var out = line.getOut();
        out.println(kind.name() + " " + key + " " + done + " (annotation " + Controls.PAUSED + ")");
        out.flush();
    }
}
