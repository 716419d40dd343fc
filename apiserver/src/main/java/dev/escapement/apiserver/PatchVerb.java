package dev.escapement.apiserver;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The patch verb: JSON patch, merge patch, strategic merge patch and server-side apply. */
final class PatchVerb {
    private static final String APPLY = "application/apply-patch+yaml";
    private static final List<String> OF_CUSTOM =
            List.of("application/json-patch+json", "application/merge-patch+json", APPLY);

    private final Writes writes;
    private final InstantSource clock;

    PatchVerb(Writes writes, InstantSource clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /** Refuses a patch of a custom resource that is of none of the types that it takes. */
    static void checkType(Route route, Request request) throws ApiException {
        boolean patch = request.method().equals("PATCH") && route.resource().custom() != null;
        if (patch && !OF_CUSTOM.contains(Body.mediaType(request))) {
            throw ApiException.unsupportedMediaType(OF_CUSTOM);
        }
    }

    Response patch(Route route, Request request) throws ApiException {
        checkType(route, request);
        Writing writing = new Writing(route, request);
        String type = Body.mediaType(request);
        if (type.equals(APPLY)) {
            return apply(writing);
        }
        if (request.has("force")) {
            throw writing.refused(Cause.forbidden("force", "may not be specified for non-apply patch"));
        }
        Resource resource = route.resource();
        Patch how = switch (type) {
            case "application/json-patch+json" -> live -> Patches.json(live, Body.patch(request));
            case "application/merge-patch+json" -> live -> Patches.merge(live, Body.patch(request));
            case "application/strategic-merge-patch+json" -> {
                if (resource.custom() != null) {
                    throw ApiException.unsupportedMediaType(OF_CUSTOM);
                }
                yield live -> StrategicMerge.apply(live, Body.patch(request), resource.listTypes())
                        .put("kind", resource.kind())
                        .put("apiVersion", resource.apiVersion());
            }
            default ->
                throw resource.custom() != null
                        ? ApiException.unsupportedMediaType(OF_CUSTOM)
                        : ApiException.unsupportedMediaType();
        };
        return writes.write(
                writing,
                live -> {
                    if (live == null) {
                        throw ApiException.notFound(resource.group(), resource.plural(), route.name());
                    }
                    ObjectNode patched = how.of(live);
                    writing.checkPatched(patched, type.equals("application/json-patch+json") ? "json patch " : "");
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
        boolean force = request.flag("force");
        @Nullable String subresource = route.subresource().isEmpty() ? null : route.subresource();
        Writes.Edit edit = live -> {
            ObjectNode applied = Body.applied(request);
            ManagedFields.requireKind(applied, resource);
            ObjectNode result = ManagedFields.apply(
                    live,
                    applied,
                    writing.manager,
                    force,
                    subresource,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    resource.listTypes(),
                    ResetFields.of(resource, subresource));
            writing.checkFields(applied);
            if (live == null) {
                Writes.checkNamespace(route, result);
            }
            Writes.checkName(route, result);
            return result;
        };
        return writes.write(writing, edit, Writes.Kind.APPLY, subresource == null);
    }

    private interface Patch {
        ObjectNode of(ObjectNode live) throws ApiException;
    }
}
