package dev.escapement;

import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import org.jspecify.annotations.Nullable;

/**
 * The writes of the runtime, each of which is visible in the operator's caches when it returns. The run that writes hands in
 * its state, so that it is not woken by what it did itself; null if the write may be somebody else's version.
 */
final class Writer {
    static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String APPLY_PATCH = "application/apply-patch+yaml"; // JSON is YAML

    private final ApiClient client;
    private final Informers informers;
    private final String fieldManager;
    private volatile boolean revoked;

    Writer(ApiClient client, Informers informers, String fieldManager) {
        this.client = client;
        this.informers = informers;
        this.fieldManager = fieldManager;
    }

    /** Writes nothing any more: another replica may. */
    void revoke() {
        revoked = true;
    }

    private void check() {
        if (revoked) {
            throw new IllegalStateException("the operator has lost its Lease, and writes nothing any more");
        }
    }

    /** Server-side apply; conflicts with other managers are won, as a controller's intent is not up for negotiation. */
    RawObject apply(Kind kind, ObjectKey key, byte[] desired, @Nullable KeyState state) throws InterruptedException {
        return write(
                kind,
                ApiRequest.of("PATCH", kind.path(key))
                        .body(APPLY_PATCH, desired)
                        .with("fieldManager", fieldManager)
                        .with("force", "true"),
                state);
    }

    RawObject patchStatus(Kind kind, ObjectKey key, ObjectNode statusPatch, @Nullable KeyState state)
            throws InterruptedException {
        ObjectNode patch = JsonNodeFactory.instance.objectNode().set("status", statusPatch);
        return patchSubresource(kind, key, patch, state);
    }

    /** The same, provided that the object is still the given version (409 if not). */
    RawObject patchStatus(Kind kind, Header version, ObjectNode statusPatch, KeyState state)
            throws InterruptedException {
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("resourceVersion", version.resourceVersion());
        patch.set("status", statusPatch);
        return patchSubresource(kind, version.key(), patch, state);
    }

    private RawObject patchSubresource(Kind kind, ObjectKey key, ObjectNode patch, @Nullable KeyState state)
            throws InterruptedException {
        try {
            return write(
                    kind,
                    ApiRequest.of("PATCH", kind.path(key) + "/status")
                            .body(MERGE_PATCH, client.json().encode(patch))
                            .with("fieldManager", fieldManager),
                    state);
        } catch (ApiException e) {
            if (e.isNotFound() && e.getMessage() != null && e.getMessage().contains("the server could not find")) {
                throw new IllegalStateException(
                        "the status of " + kind.name() + " cannot be written: its CRD has no status subresource", e);
            }
            throw e;
        }
    }

    /** Sets the finalizers, provided that the object is still the given version (409 if not). */
    RawObject setFinalizers(Kind kind, RawObject object, List<String> finalizers, KeyState state)
            throws InterruptedException {
        var patch = JsonNodeFactory.instance.objectNode();
        var metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", object.header().resourceVersion());
        var list = metadata.putArray("finalizers");
        finalizers.forEach(list::add);
        return write(
                kind,
                ApiRequest.of("PATCH", kind.path(object.header().key()))
                        .body(MERGE_PATCH, client.json().encode(patch))
                        .with("fieldManager", fieldManager),
                state);
    }

    void delete(Kind kind, ObjectKey key) throws InterruptedException {
        check();
        try {
            client.send(ApiRequest.of("DELETE", kind.path(key)).with("propagationPolicy", "Background"));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private RawObject write(Kind kind, ApiRequest request, @Nullable KeyState state) throws InterruptedException {
        check();
        var written = RawObject.of(client.send(request));
        informers.wrote(kind, written, state);
        if (state != null) {
            state.wrote(kind, written.header());
        }
        return written;
    }
}
