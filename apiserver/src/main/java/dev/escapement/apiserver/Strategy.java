package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.apiserver.Resource.Trait;
import org.jspecify.annotations.Nullable;

/** What the server makes of an object before it is kept: which fields are whose, defaults, generation and validation. */
final class Strategy {
    /** The metadata that only the server writes. */
    private static final List<String> SERVER_OWNED =
            List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

    private Strategy() {}

    /** Makes a new object of what a client sent: without status, with defaults. */
    static void create(Resource resource, ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        metadata.remove(SERVER_OWNED);
        metadata.remove(List.of("selfLink", "resourceVersion"));
        if (resource.has(Trait.STATUS)) {
            object.remove("status");
        }
        prepare(resource, object);
    }

    /** Adds what only the server decides, which is nobody's field. */
    static void complete(Resource resource, ObjectNode object, String uid, String now) {
        ObjectNode metadata = Json.child(object, "metadata");
        if (resource.storage().equals(Definitions.STORAGE)) {
            Definitions.accept(object, now);
        }
        if (resource.storage().equals(Namespaces.STORAGE)) {
            Namespaces.complete(object);
        }
        metadata.put("uid", uid).put("creationTimestamp", now);
        if (resource.has(Trait.GENERATION)) {
            metadata.put("generation", 1);
        }
        if (resource.custom() == null) {
            BuiltinSemantics.onCreate(resource.group(), resource.kind(), object);
        }
    }

    /** Gives an update what it may not change: the server's metadata, and status or all else. */
    static ObjectNode update(Resource resource, ObjectNode object, ObjectNode live, String subresource) {
        ObjectNode updated = object;
        if (subresource.equals("status")) {
            updated = resource.custom() == null ? builtinStatus(resource, object, live) : status(object, live);
        } else if (resource.has(Trait.STATUS)) {
            restore(updated, live, "status");
        }
        ObjectNode metadata = Json.child(updated, "metadata");
        ObjectNode old = Json.child(live, "metadata");
        metadata.remove("selfLink");
        SERVER_OWNED.stream()
                .filter(field ->
                        !field.equals("uid") || Json.text(metadata, "uid").isEmpty())
                .forEach(field -> restore(metadata, old, field));
        restore(metadata, old, "generation");
        restore(metadata, old, "resourceVersion");
        boolean disowned = metadata.path("managedFields").isArray()
                && metadata.path("managedFields").isEmpty();
        prepare(resource, updated);
        if (disowned) {
            metadata.putArray("managedFields"); // an empty list says something, unlike other empty ones
        }
        return updated;
    }

    /** Adds to an update what only the server decides, which is nobody's field. */
    static void complete(Resource resource, ObjectNode updated, ObjectNode live) {
        switch (resource.storage()) {
            case Namespaces.STORAGE -> Namespaces.complete(updated);
            case "services" -> ServiceAddress.keep(updated, live);
            case Definitions.STORAGE -> Definitions.accept(updated, Json.text(live, "metadata", "creationTimestamp"));
            default -> {}
        }
        if (resource.has(Trait.GENERATION) && intentChanged(resource, updated, live)) {
            long generation = live.path("metadata").path("generation").asLong();
            Json.child(updated, "metadata").put("generation", generation + 1);
        }
    }

    /** The live object with a new status and the field ownership that comes with it. */
    private static ObjectNode status(ObjectNode object, ObjectNode live) {
        ObjectNode updated = live.deepCopy();
        restore(updated, object, "status");
        restore(Json.child(updated, "metadata"), Json.child(object, "metadata"), "managedFields");
        return updated;
    }

    /** Of a built-in kind the metadata changes as well, but for what the kind reserves. */
    private static ObjectNode builtinStatus(Resource resource, ObjectNode object, ObjectNode live) {
        ObjectNode updated = status(object, live);
        updated.set("metadata", Json.child(object, "metadata").deepCopy());
        ObjectNode metadata = Json.child(updated, "metadata");
        switch (resource.storage()) {
            case "deployments.apps" -> restore(metadata, Json.child(live, "metadata"), "labels");
            case "pods" -> restore(metadata, Json.child(live, "metadata"), "ownerReferences");
            default -> {}
        }
        return updated;
    }

    private static void restore(ObjectNode object, ObjectNode from, String field) {
        JsonNode value = from.get(field);
        if (value == null) {
            object.remove(field);
        } else {
            object.set(field, value.deepCopy());
        }
    }

    private static void prepare(Resource resource, ObjectNode object) {
        dropEmpty(Json.child(object, "metadata"));
        if (resource.custom() != null) {
            resource.custom().schema().prune(object);
            resource.custom().schema().applyDefaults(object);
            return;
        }
        BuiltinSemantics.defaults(resource.group(), resource.kind(), object);
        switch (resource.storage()) {
            case Namespaces.STORAGE -> Namespaces.defaults(object);
            case Definitions.STORAGE -> Definitions.defaults(object);
            default -> {}
        }
    }

    /** Typed metadata has no empty lists and maps, whatever the client sent. */
    private static void dropEmpty(ObjectNode metadata) {
        for (String field : Set.of("labels", "annotations", "finalizers", "ownerReferences")) {
            JsonNode value = metadata.get(field);
            if (value != null && (value.isNull() || value.isEmpty())) {
                metadata.remove(field);
            }
        }
        if (Json.text(metadata, "generateName").isEmpty()) {
            metadata.remove("generateName");
        }
    }

    private static boolean intentChanged(Resource resource, ObjectNode object, ObjectNode live) {
        if (resource.custom() == null) {
            return !Json.same(intent(object), intent(live));
        }
        ObjectNode now = object.deepCopy();
        ObjectNode before = live.deepCopy();
        now.remove("metadata");
        before.remove("metadata");
        if (resource.has(Trait.STATUS)) {
            now.remove("status");
            before.remove("status");
        }
        return !Json.same(now, before);
    }

    private static JsonNode intent(ObjectNode object) {
        if (object.has("spec")) {
            return object.path("spec");
        }
        // Kinds without a spec, such as EndpointSlice: everything that is not metadata.
        ObjectNode all = object.deepCopy();
        all.remove("metadata");
        return all;
    }

    /** A status by itself is validated as a document of its own, and so the messages have it. */
    private static List<Cause> ofStatus(List<Cause> violations) {
        return violations.stream()
                .filter(cause -> cause.field().startsWith("status"))
                .map(cause -> cause.field().startsWith("status.")
                        ? new Cause(
                                cause.reason(),
                                cause.field(),
                                cause.message()
                                        .replace(
                                                cause.field() + " in body",
                                                cause.field().substring("status.".length()) + " in body"))
                        : cause)
                .toList();
    }

    /** @throws ApiException 422 with all that is wrong with the object */
    static void validate(Resource resource, ObjectNode object, @Nullable ObjectNode before, String subresource)
            throws ApiException {
        String name = Json.text(object, "metadata", "name");
        List<Cause> causes = new ArrayList<>();
        if (before == null) {
            causes.addAll(Names.check(resource.group(), resource.kind(), name));
        } else {
            causes.addAll(Names.validateMetadataUpdate(object, before));
        }
        causes.addAll(Names.validateMetadata(object));
        if (resource.custom() != null) {
            List<Cause> violations = resource.custom().schema().validate(object);
            causes.addAll(subresource.equals("status") ? ofStatus(violations) : violations);
            causes.addAll(ScaleRules.validate(resource.custom().scale(), object));
        } else {
            causes.addAll(BuiltinSemantics.validate(resource.group(), resource.kind(), object, before));
        }
        if (!causes.isEmpty()) {
            throw ApiException.invalid(resource.group(), resource.kind(), name, causes);
        }
    }
}
