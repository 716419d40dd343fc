package dev.escapement.apiserver;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.apiserver.Resource.Trait;
import org.jspecify.annotations.Nullable;

/** Create, update and patch: every way in which an object comes to a new state, with optimistic concurrency. See {@link Creates}. */
final class Writes {
    /** Makes the wanted state of the live one, null when there is none; run again when another writer was first. */
    interface Edit {
        ObjectNode of(@Nullable ObjectNode live) throws ApiException;
    }

    /** Where edits come from that track their fields themselves. */
    enum Kind {
        UPDATE,
        APPLY
    }

    private final Store store;
    private final Escalation escalation;
    private final InstantSource clock;
    private final Creates creates;

    Writes(Store store, Escalation escalation, InstantSource clock, Creates creates) {
        this.store = store;
        this.escalation = escalation;
        this.clock = clock;
        this.creates = creates;
    }

    Response create(Route route, Request request) throws ApiException {
        return creates.create(route, request);
    }

    Response put(Route route, Request request) throws ApiException {
        Resource resource = route.resource();
        Writing writing = new Writing(route, request);
        ObjectNode sent = Body.object(resource, request);
        try {
            writing.checkFields(sent);
            checkNamespace(route, sent);
            checkName(route, sent);
            writing.dropDuplicateOwners(sent);
        } catch (ApiException e) {
            throw writing.refusal(e);
        }
        Edit edit = live -> {
            String uid = Json.text(sent, "metadata", "uid");
            String current = live == null ? "" : Json.text(live, "metadata", "uid");
            if (!uid.isEmpty() && live != null && !uid.equals(current)) {
                String why = "StorageError: invalid object, Code: 4, Key: /registry/" + resource.plural()
                        + route.objectPath()
                        + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: " + uid
                        + ", UID in object meta: " + current;
                throw ApiException.conflict(resource.group(), resource.plural(), route.name(), why);
            }
            return sent.deepCopy();
        };
        return write(writing, edit, Kind.UPDATE, resource.has(Trait.CREATE_ON_UPDATE));
    }

    /** Writes what an edit makes of the live object; a missing one is created if that is allowed. */
    Response write(Writing writing, Edit edit, Kind kind, boolean mayCreate) throws ApiException {
        try {
            return tryWrite(writing, edit, kind, mayCreate);
        } catch (ApiException e) {
            throw writing.refusal(e);
        }
    }

    private Response tryWrite(Writing writing, Edit edit, Kind kind, boolean mayCreate) throws ApiException {
        Route route = writing.route;
        Resource resource = route.resource();
        Output output = Output.of(resource, writing.request, clock.instant());
        while (true) {
            Stored current = store.find(resource.storage(), route.objectPath());
            if (current == null && !mayCreate) {
                throw ApiException.notFound(resource.group(), resource.plural(), route.name());
            }
            try {
                return current == null
                        ? writing.respond(201, output, creates.named(writing, wanted(route, edit), kind))
                        : writing.respond(200, output, update(writing, current, edit, kind));
            } catch (Store.Stale again) {
                // Another writer was first: the edit decides anew, and refuses if it was made for an older version.
            }
        }
    }

    /** What an edit makes of nothing. */
    private static ObjectNode wanted(Route route, Edit edit) throws ApiException {
        ObjectNode wanted = edit.of(null);
        String uid = Json.text(wanted, "metadata", "uid");
        if (!uid.isEmpty()) {
            Resource resource = route.resource();
            String why =
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found";
            throw ApiException.conflict(resource.group(), resource.plural(), route.name(), why);
        }
        return wanted;
    }

    private Stored update(Writing writing, Stored current, Edit edit, Kind kind) throws ApiException, Store.Stale {
        Resource resource = writing.route.resource();
        ObjectNode live = Conversion.fromStored(resource, current.tree());
        ObjectNode wanted = edit.of(live.deepCopy());
        checkName(writing.route, wanted);
        checkNamespace(writing.route, wanted);
        checkVersion(writing.route, wanted, current);
        if (resource.namespaced()) {
            Json.child(wanted, "metadata").put("namespace", writing.route.namespace());
        }
        String subresource = writing.route.subresource();
        ObjectNode updated = Strategy.update(resource, wanted, live, subresource);
        if (kind == Kind.UPDATE) {
            ManagedFields.track(
                    live,
                    updated,
                    writing.manager,
                    subresource.isEmpty() ? null : subresource,
                    now(),
                    resource.listTypes(),
                    ResetFields.of(resource, subresource));
        }
        Strategy.complete(resource, updated, live);
        escalation.check(writing.route, updated, live);
        Strategy.validate(resource, updated, live, subresource);
        ObjectNode object = Output.arrange(resource, updated);
        if (unchanged(object, current.tree())) {
            return current;
        }
        if (writing.dryRun) {
            return dry(resource, current.path(), object);
        }
        return current.deleting() && Deletes.finished(resource, object)
                ? store.remove(resource.storage(), current.path(), current.revision(), object)
                        .at(current.revision())
                : store.put(resource.storage(), current.path(), current.revision(), object);
    }

    /** Nothing but the times of field ownership differs: then nothing is written, and no watcher woken. */
    private static boolean unchanged(ObjectNode object, ObjectNode live) {
        return Json.same(object, live) || Json.same(timeless(object), timeless(live));
    }

    private static ObjectNode timeless(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        for (JsonNode entry : copy.path("metadata").path("managedFields")) {
            if (entry instanceof ObjectNode fields) {
                fields.remove("time");
            }
        }
        return copy;
    }

    /** What a dry run answers with. */
    static Stored dry(Resource resource, String path, ObjectNode object) {
        return Stored.of(resource.storage(), path, 0, object, Trees.bytes(object));
    }

    private static void checkVersion(Route route, ObjectNode wanted, Stored current) throws ApiException {
        Resource resource = route.resource();
        String version = Json.text(wanted, "metadata", "resourceVersion");
        if (version.isEmpty()) {
            if (resource.has(Trait.VERSION_REQUIRED)) {
                Cause cause = Cause.invalid(
                        "metadata.resourceVersion", IntNode.valueOf(0), "must be specified for an update");
                throw ApiException.invalid(resource.group(), resource.plural(), route.name(), List.of(cause));
            }
            return;
        }
        try {
            if (Long.parseUnsignedLong(version) != current.revision() && !version.equals("0")) {
                throw ApiException.conflict(resource.group(), resource.plural(), route.name(), ApiException.STALE);
            }
        } catch (NumberFormatException e) {
            throw ApiException.unclassified("strconv.ParseUint: parsing " + GoText.quote(version) + ": invalid syntax");
        }
    }

    static void checkNamespace(Route route, ObjectNode object) throws ApiException {
        String namespace = Json.text(object, "metadata", "namespace");
        if (route.resource().namespaced() && !namespace.isEmpty() && !namespace.equals(route.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    static void checkName(Route route, ObjectNode object) throws ApiException {
        String name = Json.text(object, "metadata", "name");
        if (!name.equals(route.name())) {
            throw ApiException.badRequest(
                    name.isEmpty()
                            ? "the name of the object (" + route.name()
                                    + " based on URL) was undeterminable: name must be provided"
                            : "the name of the object (" + name + ") does not match the name on the URL ("
                                    + route.name() + ")");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
