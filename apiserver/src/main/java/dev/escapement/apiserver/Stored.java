package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One object at one revision, as bytes plus the few fields that the server itself looks at. Readers parse their own copy.
 *
 * @param path {@code namespace/name}, or {@code /name} for cluster-scoped objects: the order of a list
 */
@SuppressWarnings("ArrayRecordComponent") // objects are compared by revision, and their bytes are never changed
record Stored(
        String resource,
        String path,
        long revision,
        byte[] bytes,
        String uid,
        JsonNode labels,
        List<Owner> owners,
        List<String> finalizers,
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
                metadata.path("finalizers").valueStream().map(JsonNode::asText).toList(),
                metadata.has("deletionTimestamp"));
    }

    static String path(String namespace, String name) {
        return namespace + "/" + name;
    }

    /** The same object as if written at a later revision. */
    Stored at(long later) {
        ObjectNode tree = tree();
        Json.child(tree, "metadata").put("resourceVersion", Long.toString(later));
        return new Stored(resource, path, later, Trees.bytes(tree), uid, labels, owners, finalizers, deleting);
    }

    String namespace() {
        return path.substring(0, path.indexOf('/'));
    }

    String name() {
        return path.substring(path.indexOf('/') + 1);
    }

    /** A copy that the caller may change. */
    ObjectNode tree() {
        return Trees.parseOwn(bytes);
    }
}
