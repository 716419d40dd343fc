package dev.escapement.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One object at one revision, as bytes plus the few fields that the server itself looks at. Readers parse their own copy.
 *
 * @param path {@code namespace/name}, or {@code /name} for cluster-scoped objects: the order of a list
 */
record Stored(
        String resource,
        String path,
        long revision,
        byte[] bytes,
        String uid,
        JsonNode labels,
        List<Owner> owners,
        boolean deleting) {

    /** An owner reference. */
    record Owner(String uid, boolean blocks) {}

    static Stored of(String resource, String path, long revision, ObjectNode tree, byte[] bytes) {
        JsonNode metadata = tree.path("metadata");
        List<Owner> owners = List.of();
        JsonNode references = metadata.path("ownerReferences");
        if (!references.isEmpty()) {
            owners = new ArrayList<>();
            for (JsonNode reference : references) {
                owners.add(new Owner(
                        Json.text(reference, "uid"),
                        reference.path("blockOwnerDeletion").asBoolean()));
            }
        }
        return new Stored(
                resource,
                path,
                revision,
                bytes,
                Json.text(metadata, "uid"),
                metadata.path("labels"),
                List.copyOf(owners),
                metadata.has("deletionTimestamp"));
    }

    static String path(String namespace, String name) {
        return namespace + "/" + name;
    }

    String namespace() {
        return path.substring(0, path.indexOf('/'));
    }

    String name() {
        return path.substring(path.indexOf('/') + 1);
    }

    /** A copy that the caller may change. */
    ObjectNode tree() {
        return Json.parseOwn(bytes);
    }
}
