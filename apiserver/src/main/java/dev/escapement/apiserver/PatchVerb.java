package dev.escapement.apiserver;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The patch verb: JSON patch, merge patch, strategic merge patch and server-side apply. */
final class PatchVerb {
    private static final String APPLY = "application/apply-patch+yaml";

    private final Writes writes;
    private final InstantSource clock;

    PatchVerb(Writes writes, InstantSource clock) {
        this.writes = writes;
        this.clock = clock;
    }

    Response patch(Route route, Request request) throws ApiException {
        Writing writing = new Writing(route, request);
        String type = Body.mediaType(request);
        if (type.equals(APPLY)) {
            return apply(writing);
        }
        if (request.has("force")) {
            throw writing.refused(Cause.forbidden("force", "may not be specified for non-apply patch"));
        }
        JsonNode patch = Body.patch(request);
        Resource resource = route.resource();
        Patch how = switch (type) {
            case "application/json-patch+json" -> live -> Patches.json(live, patch);
            case "application/merge-patch+json" -> live -> Patches.merge(live, patch);
            case "application/strategic-merge-patch+json" -> {
                if (resource.custom() != null) {
                    throw ApiException.unsupportedMediaType(
                            List.of("application/json-patch+json", "application/merge-patch+json", APPLY));
                }
                yield live -> StrategicMerge.apply(live, patch, resource.listTypes());
            }
            default -> throw ApiException.unsupportedMediaType();
        };
        return writes.write(
                writing,
                live -> {
                    if (live == null) {
                        throw ApiException.notFound(resource.group(), resource.plural(), route.name());
                    }
                    ObjectNode patched = how.of(live);
                    writing.checkFields(patched);
                    return patched;
                },
                Writes.Kind.UPDATE,
                false);
    }

    private Response apply(Writing writing) throws ApiException {
        Request request = writing.request;
        Route route = writing.route;
        Resource resource = route.resource();
        if (request.parameter("fieldManager").isEmpty()) {
            throw writing.refused(Cause.required("fieldManager", "is required for apply patch"));
        }
        ObjectNode applied = Body.applied(resource, request);
        Writes.checkNamespace(route, applied);
        ObjectNode metadata = Json.child(applied, "metadata");
        if (Json.text(metadata, "name").isEmpty()) {
            metadata.put("name", route.name());
        }
        Writes.checkName(route, applied);
        if (metadata.has("managedFields")) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
        if (resource.namespaced()) {
            metadata.put("namespace", route.namespace());
        }
        writing.checkFields(applied);
        boolean force = request.flag("force");
        @Nullable String subresource = route.subresource().isEmpty() ? null : route.subresource();
        return writes.write(
                writing,
                live -> ManagedFields.apply(
                        live,
                        applied.deepCopy(),
                        writing.manager,
                        force,
                        subresource,
                        clock.instant().truncatedTo(ChronoUnit.SECONDS),
                        resource.listTypes()),
                Writes.Kind.APPLY,
                subresource == null);
    }

    private interface Patch {
        ObjectNode of(ObjectNode live) throws ApiException;
    }
}
