package dev.escapement.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The roles and bindings that a cluster begins with, from default-roles.json: those for people, and those that let everybody
 * see what is served. The real server has more, for its own controllers and nodes.
 */
record DefaultRoles(Store store, InstantSource clock) {
    /** Makes those that are not there. */
    void create() {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode role : read()) {
            ObjectNode object = (ObjectNode) role;
            String storage = Json.text(object, "kind").toLowerCase(Locale.ROOT) + "s." + Rbac.GROUP;
            ObjectNode metadata = Json.child(object, "metadata");
            String path = Stored.path(Json.text(metadata, "namespace"), Json.text(metadata, "name"));
            if (store.find(storage, path) != null) {
                continue;
            }
            // From the name, so that a run with a seed has no use for it here.
            String uid = UUID.nameUUIDFromBytes((storage + "/" + path).getBytes(StandardCharsets.UTF_8))
                    .toString();
            metadata.put("uid", uid).put("creationTimestamp", now);
            try {
                store.put(storage, path, 0, object);
            } catch (Store.Stale e) {
                throw new IllegalStateException("Somebody has written " + path + " before the server has started", e);
            }
        }
    }

    private static JsonNode read() {
        try (InputStream in = DefaultRoles.class.getResourceAsStream("default-roles.json")) {
            if (in == null) {
                throw new IllegalStateException("default-roles.json is missing from the apiserver module");
            }
            return Trees.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("default-roles.json cannot be read from the jar", e);
        }
    }
}
