package dev.escapement.apiserver;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which field of an object, and server-side apply (KEP-555): the rules of structured-merge-diff, and of the layers
 * that k8s.io/apimachinery/pkg/util/managedfields puts around it.
 */
final class ManagedFields {
    /** Nobody owns what the server decides. */
    private static final FieldSet NEVER_OWNED = FieldSet.of(Stream.concat(
                    Stream.of(List.of("apiVersion"), List.of("kind"), List.of("metadata")),
                    Stream.of(
                                    "name",
                                    "namespace",
                                    "creationTimestamp",
                                    "selfLink",
                                    "uid",
                                    "clusterName",
                                    "generation",
                                    "managedFields",
                                    "resourceVersion")
                            .map(field -> List.of("metadata", field)))
            .toList());

    private ManagedFields() {}

    /**
     * Merges an applied configuration into a live object, or makes a new one. Neither argument is modified; when nothing
     * changes, the result equals {@code live}.
     *
     * @param reset the fields that the request cannot set
     */
    static ObjectNode apply(
            @Nullable ObjectNode live,
            ObjectNode applied,
            String manager,
            boolean force,
            @Nullable String subresource,
            Instant now,
            ListTypes types,
            FieldSet reset)
            throws ApiException {
        check(live, applied, types);
        ObjectNode before = typed(live, applied, types);
        String apiVersion = Json.text(applied, "apiVersion");
        FieldOwners owners = live == null ? new FieldOwners() : ownersOf(live);
        if (owners.isEmpty() && live != null) {
            var owner = FieldOwners.Owner.updater("before-first-apply", apiVersion, subresource);
            recordUpdate(typed(null, applied, types), before, owners, owner, now, types, reset);
        }
        var owner = FieldOwners.Owner.applier(manager, subresource);
        FieldOwners.Owned last = owners.of(owner);
        FieldSet fields = TypedFields.of(applied, types.root()).outside(reset);
        owners.entries().put(owner, new FieldOwners.Owned(fields, apiVersion, last == null ? null : last.time()));

        ObjectNode merged = TypedMerge.merge(before, applied, types.root());
        if (last != null && !last.fields().isEmpty()) {
            merged = ApplyPruning.prune(merged, owners, last.fields(), types.root());
        }
        var difference = TypedDifference.between(before, merged, types.root()).outside(reset);
        takeOver(difference, owners, owner, force);
        boolean changed = !Json.same(before, merged);
        FieldOwners.Owned mine = owners.of(owner);
        if (mine != null) {
            FieldSet owned = mine.fields().difference(NEVER_OWNED);
            owners.put(owner, new FieldOwners.Owned(owned, apiVersion, changed ? now : mine.time()));
        }
        ObjectNode result = changed || live == null ? merged : live.deepCopy();
        owners.writeTo(result);
        return result;
    }

    /** Notes in {@code after} who owns what once a create, an update or a patch has turned {@code before} into it. */
    static void track(
            @Nullable ObjectNode before,
            ObjectNode after,
            String manager,
            @Nullable String subresource,
            Instant now,
            ListTypes types,
            FieldSet reset) {
        FieldOwners owners = ownersAfterUpdate(before, after, subresource != null);
        if (owners.isEmpty() && before != null) {
            // The client has cleared them, or nobody has ever tracked this object: only an apply starts that.
            Json.child(after, "metadata").remove("managedFields");
            return;
        }
        var owner = FieldOwners.Owner.updater(
                manager.isEmpty() ? "unknown" : manager, Json.text(after, "apiVersion"), subresource);
        recordUpdate(typed(before, after, types), typed(after, after, types), owners, owner, now, types, reset);
        owners.cap();
        owners.writeTo(after);
    }

    /** Takes from their owners the fields that the server itself has removed. */
    static void forget(ObjectNode before, ObjectNode after, ListTypes types) {
        FieldOwners owners = ownersOf(before);
        if (owners.isEmpty()) {
            return;
        }
        var difference = TypedDifference.between(typed(before, after, types), typed(after, after, types), types.root());
        owners.entries().replaceAll((_, owned) -> owned.with(owned.fields().difference(difference.removed())));
        owners.entries().values().removeIf(owned -> owned.fields().isEmpty());
        owners.writeTo(after);
    }

    private static void recordUpdate(
            ObjectNode before,
            ObjectNode after,
            FieldOwners owners,
            FieldOwners.Owner owner,
            Instant now,
            ListTypes types,
            FieldSet reset) {
        var difference = TypedDifference.between(before, after, types.root()).outside(reset);
        FieldSet changed = difference.modified().union(difference.added());
        FieldSet mine = changed.difference(NEVER_OWNED);
        FieldSet lost = changed.union(difference.removed());
        owners.entries().replaceAll((_, owned) -> owned.with(owned.fields().difference(lost)));
        owners.entries().values().removeIf(owned -> owned.fields().isEmpty());
        if (!mine.isEmpty()) {
            FieldOwners.Owned previous = owners.of(owner);
            owners.put(
                    owner,
                    new FieldOwners.Owned(
                            previous == null ? mine : mine.union(previous.fields()), owner.version(), now));
        }
    }

    /** Takes changed fields from their owners, which is a conflict unless it is forced. */
    private static void takeOver(
            TypedDifference difference, FieldOwners owners, FieldOwners.Owner applier, boolean force)
            throws ApiException {
        FieldSet changed = difference.modified().union(difference.added());
        var conflicts = new HashMap<FieldOwners.Owner, FieldSet>();
        owners.entries().forEach((owner, owned) -> {
            FieldSet conflict = owned.fields().intersection(changed);
            if (!owner.equals(applier) && !conflict.isEmpty()) {
                conflicts.put(owner, conflict);
            }
        });
        if (!force && !conflicts.isEmpty()) {
            throw ApplyConflicts.describe(conflicts);
        }
        Map.copyOf(owners.entries()).forEach((owner, owned) -> {
            if (!owner.equals(applier)) {
                FieldSet kept = owned.fields()
                        .difference(conflicts.getOrDefault(owner, new FieldSet()))
                        .difference(difference.removed());
                owners.put(owner, owned.with(kept));
            }
        });
    }

    private static void check(@Nullable ObjectNode live, ObjectNode applied, ListTypes types) throws ApiException {
        String gvk = gvk(applied);
        if (live != null && !gvk.equals(gvk(live))) {
            throw ApiException.badRequest("invalid object type: " + gvk);
        }
        if (applied.path("metadata").has("managedFields")) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
        List<String> complaints = TypedValidation.complaints(applied, types.root());
        if (!complaints.isEmpty()) {
            String all =
                    complaints.size() == 1 ? complaints.getFirst() : "errors:\n  " + String.join("\n  ", complaints);
            throw ApiException.unclassified("failed to create typed patch object ("
                    + Json.text(applied, "metadata", "namespace") + "/" + Json.text(applied, "metadata", "name") + "; "
                    + gvk + "): " + all);
        }
    }

    /** Refuses to apply the fields of one kind to another. */
    static void requireKind(ObjectNode applied, Resource resource) throws ApiException {
        boolean same = Json.text(applied, "apiVersion").equals(resource.apiVersion())
                && Json.text(applied, "kind").equals(resource.kind());
        if (!same) {
            throw ApiException.badRequest("invalid object type: " + gvk(applied));
        }
    }

    private static String gvk(ObjectNode object) {
        String apiVersion = Json.text(object, "apiVersion");
        return (apiVersion.contains("/") ? apiVersion : "/" + apiVersion) + ", Kind=" + Json.text(object, "kind");
    }

    private static FieldOwners ownersOf(ObjectNode object) {
        FieldOwners owners = FieldOwners.parse(object.path("metadata").path("managedFields"));
        return owners == null ? new FieldOwners() : owners;
    }

    /** A client may send managedFields of its own, but not with a subresource; an empty list or entry clears them. */
    private static FieldOwners ownersAfterUpdate(
            @Nullable ObjectNode before, ObjectNode after, boolean throughSubresource) {
        JsonNode sent = after.path("metadata").path("managedFields");
        if (!throughSubresource && sent.isArray()) {
            if (sent.isEmpty() || (sent.size() == 1 && sent.get(0).isEmpty())) {
                return new FieldOwners();
            }
            FieldOwners owners = FieldOwners.parse(sent);
            if (owners != null) {
                return owners;
            }
        }
        return before == null ? new FieldOwners() : ownersOf(before);
    }

    /** A copy as it is compared: without managedFields, with what Go would add; of nothing, the kind's empty object. */
    private static ObjectNode typed(@Nullable ObjectNode object, ObjectNode sample, ListTypes types) {
        ObjectNode copy = object == null ? JsonNodeFactory.instance.objectNode() : object.deepCopy();
        if (object == null) {
            copy.set("apiVersion", sample.path("apiVersion"));
            copy.set("kind", sample.path("kind"));
        }
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        if (types.goStructs()) {
            GoZeroValues.fill(copy, types.root());
        }
        return copy;
    }
}
