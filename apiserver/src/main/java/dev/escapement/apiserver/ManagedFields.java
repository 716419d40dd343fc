package dev.escapement.apiserver;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Who owns which field of an object, and server-side apply. */
final class ManagedFields {
    private ManagedFields() {}

    static ObjectNode apply(
            @Nullable ObjectNode live,
            ObjectNode applied,
            String manager,
            boolean force,
            @Nullable String subresource,
            Instant now,
            ListTypes types)
            throws ApiException {
        return live == null ? applied.deepCopy() : Patches.merge(live, applied);
    }

    static void track(
            @Nullable ObjectNode before,
            ObjectNode after,
            String manager,
            @Nullable String subresource,
            Instant now,
            ListTypes types) {}
}
