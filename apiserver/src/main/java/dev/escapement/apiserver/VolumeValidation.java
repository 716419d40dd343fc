package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** The volumes of a pod: a name and exactly one source each. */
final class VolumeValidation {
    /** In the order in which the real server looks at them: the second one is the one too many. */
    private static final List<String> ORDER = List.of(
            "emptyDir",
            "hostPath",
            "gitRepo",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "secret",
            "nfs",
            "iscsi",
            "glusterfs",
            "flocker",
            "persistentVolumeClaim",
            "rbd",
            "cephfs",
            "quobyte",
            "downwardAPI",
            "fc",
            "configMap");

    private VolumeValidation() {}

    /** Returns the names that containers may mount. */
    static Set<String> validate(JsonNode volumes, String path, Checks checks) {
        var names = new HashSet<String>();
        int index = 0;
        for (JsonNode volume : volumes) {
            String at = path + "[" + index + "]";
            sources(volume, at, checks);
            if (checks.requireText(volume, at, "name")) {
                String name = Json.text(volume, "name");
                List<String> complaints = NameRules.label(name);
                checks.complaints(at + ".name", name, complaints);
                if (complaints.isEmpty() && !names.add(name)) {
                    checks.add(Cause.duplicate(at + ".name", name));
                }
            }
            index++;
        }
        return names;
    }

    private static void sources(JsonNode volume, String path, Checks checks) {
        var sources = new ArrayList<String>();
        for (String source : ORDER) {
            if (volume.hasNonNull(source)) {
                sources.add(source);
            }
        }
        for (var property : volume.properties()) {
            String name = property.getKey();
            boolean source = !name.equals("name") && !property.getValue().isNull();
            if (source && !sources.contains(name)) {
                sources.add(name);
            }
        }
        sources.stream()
                .skip(1)
                .forEach(extra ->
                        checks.add(Cause.forbidden(path + "." + extra, "may not specify more than 1 volume type")));
        if (sources.isEmpty()) {
            checks.add(Cause.required(path, "must specify a volume type"));
            return;
        }
        String source = sources.getFirst();
        String at = path + "." + source;
        switch (source) {
            case "secret" -> checks.requireText(volume.path(source), at, "secretName");
            case "configMap" -> checks.requireText(volume.path(source), at, "name");
            case "persistentVolumeClaim" -> checks.requireText(volume.path(source), at, "claimName");
            case "hostPath" -> checks.requireText(volume.path(source), at, "path");
            default -> {}
        }
    }
}
