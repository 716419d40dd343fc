package dev.escapement.apiserver;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.apiserver.Resource.Trait;
import org.jspecify.annotations.Nullable;

/** Deletion: at once, or once the finalizers are gone. */
final class Deletes {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    /** Volumes are protected while a pod uses them, and no pod runs here: the protection ends with the deletion. */
    private static final Set<String> PROTECTIONS =
            Set.of("kubernetes.io/pvc-protection", "kubernetes.io/pv-protection");

    private final Store store;
    private final InstantSource clock;

    Deletes(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param gone whether nothing is left; else the object waits for its finalizers */
    private record Outcome(Stored last, boolean gone) {}

    Response delete(Route route, Request request) throws ApiException {
        Options options = Options.of(route, request);
        Resource resource = route.resource();
        while (true) {
            Stored current = store.find(resource.storage(), route.objectPath());
            if (current == null) {
                throw ApiException.notFound(resource.group(), resource.plural(), route.name());
            }
            options.check(resource, current);
            try {
                Outcome outcome = delete(resource, current, options);
                if (outcome.gone && !resource.has(Trait.RETURNS_DELETED)) {
                    return Response.json(200, Trees.bytes(success(resource, current)));
                }
                return Response.json(
                        !outcome.gone && options.legacy ? 202 : 200,
                        Output.of(resource, request, clock.instant()).object(outcome.last));
            } catch (Store.Stale again) {
                // Another writer was first: look at what it left.
            }
        }
    }

    Response deleteCollection(Route route, Request request) throws ApiException {
        Options options = Options.of(route, request);
        Resource resource = route.resource();
        Selection selection = Selection.of(resource, request);
        Store.View view = store.list(resource.storage(), route.listed());
        List<Stored> deleted = new ArrayList<>();
        for (Stored stored : view.objects()) {
            if (selection.matches(stored)) {
                options.check(resource, stored);
                deleted.add(stored);
                delete(resource, stored.path(), options);
            }
        }
        ObjectNode metadata = Trees.object().put("resourceVersion", Long.toString(view.revision()));
        List<byte[]> parts = Output.of(resource, request, clock.instant()).list(deleted, metadata);
        return new Response.Whole(200, Map.of("Content-Type", "application/json"), parts);
    }

    /** Deletes whatever is there now, as the server itself does for its own reasons. */
    void delete(Resource resource, Stored stored) {
        delete(resource, stored.path(), new Options("Background", stored.uid(), "", false, false));
    }

    private void delete(Resource resource, String path, Options options) {
        while (true) {
            Stored current = store.find(resource.storage(), path);
            if (current == null || (!options.uid.isEmpty() && !options.uid.equals(current.uid()))) {
                return;
            }
            try {
                delete(resource, current, options);
                return;
            } catch (Store.Stale again) {
                // Another writer was first: look at what it left.
            }
        }
    }

    private Outcome delete(Resource resource, Stored current, Options options) throws Store.Stale {
        ObjectNode object = current.tree();
        ObjectNode metadata = Json.child(object, "metadata");
        boolean changed = finalizers(metadata, options.propagation);
        if (resource.storage().equals(Definitions.STORAGE) && !current.deleting()) {
            metadata.withArray("finalizers").add(Definitions.CLEANUP);
        }
        if (finished(resource, object)) {
            if (options.dryRun) {
                return new Outcome(current, true);
            }
            if (resource.storage().equals("pods") && !current.deleting()) {
                // No kubelet has to stop it, so it goes at once, but by way of a grace period of 0.
                String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
                metadata.put("deletionTimestamp", now).put("deletionGracePeriodSeconds", 0);
                metadata.put("generation", metadata.path("generation").asLong() + 1);
            }
            return new Outcome(store.remove(resource.storage(), current.path(), current.revision(), object), true);
        }
        if (!current.deleting()) {
            String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            metadata.put("deletionTimestamp", now).put("deletionGracePeriodSeconds", 0);
            if (metadata.has("generation") && !resource.storage().equals(Definitions.STORAGE)) {
                metadata.put("generation", metadata.path("generation").asLong() + 1);
            }
            switch (resource.storage()) {
                case "namespaces" -> {
                    Json.child(object, "status").put("phase", "Terminating");
                    metadata.remove("deletionGracePeriodSeconds");
                }
                case Definitions.STORAGE -> {
                    Definitions.terminating(object, now);
                    metadata.remove("deletionGracePeriodSeconds");
                }
                default -> {}
            }
            changed = true;
        }
        if (!changed || options.dryRun) {
            return new Outcome(current, false);
        }
        return new Outcome(store.put(resource.storage(), current.path(), current.revision(), object), false);
    }

    /** Whether an object that is being deleted has nothing left to wait for. */
    static boolean finished(Resource resource, ObjectNode object) {
        boolean free = object.path("metadata").path("finalizers").isEmpty();
        return free
                && (!resource.storage().equals("namespaces")
                        || object.path("spec").path("finalizers").isEmpty());
    }

    /** Turns a propagation policy into the finalizer for which the garbage collector works. */
    private static boolean finalizers(ObjectNode metadata, String propagation) {
        Set<String> before = new LinkedHashSet<>();
        metadata.path("finalizers").forEach(name -> before.add(name.asText()));
        Set<String> after = new LinkedHashSet<>(before);
        after.removeAll(PROTECTIONS);
        if (!propagation.isEmpty()) {
            after.removeAll(List.of(FOREGROUND, ORPHAN));
        }
        switch (propagation) {
            case "Foreground" -> after.add(FOREGROUND);
            case "Orphan" -> after.add(ORPHAN);
            default -> {}
        }
        if (after.equals(before)) {
            return false;
        }
        if (after.isEmpty()) {
            metadata.remove("finalizers");
        } else {
            ArrayNode list = metadata.putArray("finalizers");
            after.forEach(list::add);
        }
        return true;
    }

    private static ObjectNode success(Resource resource, Stored stored) {
        ObjectNode status = Trees.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", stored.name());
        if (!resource.group().isEmpty()) {
            details.put("group", resource.group());
        }
        details.put("kind", resource.plural()).put("uid", stored.uid());
        return status;
    }

    /**
     * What a client may say about a deletion.
     *
     * @param legacy whether dependents are not to be orphaned by the old name of the policy, which is accepted rather than done
     */
    private record Options(String propagation, String uid, String version, boolean dryRun, boolean legacy) {
        static Options of(Route route, Request request) throws ApiException {
            ObjectNode body = Body.options(request);
            Writing writing = new Writing(route, request);
            String propagation = Json.text(body, "propagationPolicy");
            if (propagation.isEmpty()) {
                propagation = request.parameter("propagationPolicy");
            }
            if (propagation.isEmpty() && body.hasNonNull("orphanDependents")) {
                propagation = body.path("orphanDependents").asBoolean() ? "Orphan" : "Background";
            }
            if (propagation.isEmpty() && route.resource().storage().equals("jobs.batch")) {
                propagation = "Orphan"; // of old, for this kind only
            }
            if (!Set.of("", "Background", "Foreground", "Orphan").contains(propagation)) {
                throw writing.refused(Cause.notSupported(
                        "propagationPolicy", propagation, List.of("Foreground", "Background", "Orphan", "nil")));
            }
            for (JsonNode value : body.path("dryRun")) {
                if (!value.asText().equals("All")) {
                    throw writing.refused(Cause.notSupported("dryRun", body.path("dryRun"), List.of("All")));
                }
            }
            boolean dry = writing.dryRun || !body.path("dryRun").isEmpty();
            if (body.has("orphanDependents") && body.has("propagationPolicy")) {
                throw writing.refused(Cause.invalid(
                        "propagationPolicy",
                        propagation,
                        "orphanDependents and deletionPropagation cannot be both set"));
            }
            number(request, "gracePeriodSeconds");
            JsonNode preconditions = body.path("preconditions");
            return new Options(
                    propagation,
                    Json.text(preconditions, "uid"),
                    Json.text(preconditions, "resourceVersion"),
                    dry,
                    body.has("orphanDependents")
                            && !body.path("orphanDependents").asBoolean());
        }

        private static void number(Request request, String parameter) throws ApiException {
            String text = request.parameter(parameter);
            try {
                if (!text.isEmpty()) {
                    Long.parseLong(text);
                }
            } catch (NumberFormatException e) {
                throw ApiException.badRequest("strconv.ParseInt: parsing " + GoText.quote(text) + ": invalid syntax");
            }
        }

        void check(Resource resource, Stored current) throws ApiException {
            @Nullable String why = null;
            String record = Long.toString(current.revision());
            if (!uid.isEmpty() && !uid.equals(current.uid())) {
                why = "the UID in the precondition (" + uid + ") does not match the UID in record (" + current.uid()
                        + "). The object might have been deleted and then recreated";
            } else if (!version.isEmpty() && !version.equals(record)) {
                why = "the ResourceVersion in the precondition (" + version
                        + ") does not match the ResourceVersion in record (" + record
                        + "). The object might have been modified";
            }
            if (why != null) {
                throw ApiException.conflict(resource.group(), resource.kind(), current.name(), why);
            }
        }
    }
}
