package dev.escapement.apiserver;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static dev.escapement.apiserver.BuiltinColumns.at;
import static dev.escapement.apiserver.BuiltinColumns.between;
import static dev.escapement.apiserver.BuiltinColumns.joined;
import static dev.escapement.apiserver.BuiltinColumns.orElse;
import static dev.escapement.apiserver.BuiltinColumns.orNone;
import static dev.escapement.apiserver.BuiltinColumns.string;
import static dev.escapement.apiserver.BuiltinColumns.wide;
import static dev.escapement.apiserver.BuiltinColumns.with;

/** The columns of nodes and volumes. */
final class NodeColumns {
    private NodeColumns() {}

    static List<Table.Column> nodes() {
        return with(
                between(
                        string(
                                "Status",
                                object -> at(object, "status", "conditions")
                                                .valueStream()
                                                .anyMatch(condition -> Json.text(condition, "type")
                                                                .equals("Ready")
                                                        && Json.text(condition, "status")
                                                                .equals("True"))
                                        ? "Ready"
                                        : "NotReady"),
                        orNone("Roles", NodeColumns::roles)),
                string("Version", "status", "nodeInfo", "kubeletVersion"));
    }

    private static String roles(ObjectNode node) {
        String prefix = "node-role.kubernetes.io/";
        return node.path("metadata")
                .path("labels")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(label -> label.startsWith(prefix))
                .map(label -> label.substring(prefix.length()))
                .sorted()
                .collect(Collectors.joining(","));
    }

    static List<Table.Column> volumes() {
        return with(
                between(
                        string("Capacity", "spec", "capacity", "storage"),
                        string("Access Modes", object -> accessModes(at(object, "spec", "accessModes"))),
                        string("Reclaim Policy", "spec", "persistentVolumeReclaimPolicy"),
                        string("Status", "status", "phase"),
                        string(
                                "Claim",
                                object -> object.path("spec").has("claimRef")
                                        ? Json.text(object, "spec", "claimRef", "namespace") + "/"
                                                + Json.text(object, "spec", "claimRef", "name")
                                        : ""),
                        string("StorageClass", "spec", "storageClassName"),
                        orElse("<unset>", "VolumeAttributesClass", "spec", "volumeAttributesClassName"),
                        string("Reason", "status", "reason")),
                wide(string("VolumeMode", "spec", "volumeMode")));
    }

    static List<Table.Column> claims() {
        return with(
                between(
                        string("Status", "status", "phase"),
                        string("Volume", "spec", "volumeName"),
                        string("Capacity", "status", "capacity", "storage"),
                        string("Access Modes", object -> accessModes(at(object, "status", "accessModes"))),
                        string("StorageClass", "spec", "storageClassName"),
                        orElse("<unset>", "VolumeAttributesClass", "spec", "volumeAttributesClassName")),
                wide(string("VolumeMode", "spec", "volumeMode")));
    }

    private static String accessModes(JsonNode modes) {
        return joined(modes, mode -> mode.asText().replaceAll("[a-z]", ""));
    }
}
