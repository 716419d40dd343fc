package dev.escapement;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;

/** An object that an author wants to be so, made ready for server-side apply. */
final class Desired {
    /** What the API server sets, and an apply must not name. */
    private static final List<String> SERVERS =
            List.of("managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink");

    private Desired() {}

    /** Fills in what an author may leave out, and says where the object belongs. */
    static ObjectKey complete(ObjectNode desired, Kind kind, Kind ownerKind, Header owner, boolean owned) {
        desired.put("apiVersion", kind.apiVersion());
        desired.put("kind", kind.name());
        var metadata = desired.withObjectProperty("metadata");
        metadata.remove(SERVERS);
        var name = metadata.path("name").asText();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the " + kind.name() + " to apply has no metadata.name");
        }
        if (!kind.namespaced()) {
            metadata.remove("namespace");
        } else if (!metadata.hasNonNull("namespace")) {
            metadata.put("namespace", owner.key().namespace());
        }
        var key = new ObjectKey(metadata.path("namespace").asText(), name);
        if (kind.namespaced() && key.namespace().isEmpty()) {
            throw new IllegalArgumentException(
                    "the " + kind.name() + " \"" + name + "\" to apply has no metadata.namespace");
        }
        if (owned && !metadata.hasNonNull("ownerReferences")) {
            own(metadata, kind, key, ownerKind, owner);
        }
        return key;
    }

    private static void own(ObjectNode metadata, Kind kind, ObjectKey key, Kind ownerKind, Header owner) {
        if (ownerKind.namespaced() && !key.namespace().equals(owner.key().namespace())) {
            throw new IllegalArgumentException(
                    "the " + kind.name() + " \"" + key + "\" cannot be owned by the "
                            + ownerKind.name() + " \"" + owner.key()
                            + "\": an owner must be in the same namespace or cluster-scoped. Use applyUnowned, and delete it in a cleanup");
        }
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", ownerKind.apiVersion())
                .put("kind", ownerKind.name())
                .put("name", owner.key().name())
                .put("uid", owner.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
