package dev.escapement.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What has been said of the workers of controllers, by the ConfigMaps of their operators. */
record WorkersList(String operator, String namespace, String controller, String workers) {
    /** What the keys in a ConfigMap begin with. */
    static final String KEY = "workers.";

    static List<WorkersList> of(Collection<ControlMaps.Found> maps) {
        var found = new ArrayList<WorkersList>();
        maps.forEach(map -> map.data().forEach((key, value) -> {
            if (key.startsWith(KEY)) {
                found.add(new WorkersList(
                        map.operator(), map.key().namespace(), key.substring(KEY.length()), value.strip()));
            }
        }));
        return found;
    }

    static List<String> lines(List<WorkersList> found) {
        if (found.isEmpty()) {
            return List.of("nothing has been said of workers: controllers have as many as their authors said");
        }
        var table = new TextTable(List.of("OPERATOR", "NAMESPACE", "CONTROLLER", "WORKERS"));
        found.forEach(one -> table.row(List.of(one.operator, one.namespace, one.controller, one.workers)));
        return table.lines();
    }
}
