package dev.escapement.apiserver;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The entries of metadata.managedFields by owner. */
final class FieldOwners {
    /** More Update entries than this are merged, oldest first. */
    private static final int MAX_UPDATERS = 10;

    private static final Comparator<Map.Entry<Owner, Owned>> BY_AGE = Comparator.comparingLong(
                    (Map.Entry<Owner, Owned> entry) -> entry.getValue().seconds())
            .thenComparing(entry -> entry.getKey().manager())
            .thenComparing(entry -> entry.getValue().apiVersion())
            .thenComparing(entry -> entry.getKey().subresource());

    /**
     * Whose fields they are. An applier stays the same one when it moves to another version of the API, an updater does not:
     * the version of an applier is "" here.
     */
    record Owner(String manager, boolean applies, String version, String subresource) {
        static Owner applier(String manager, @Nullable String subresource) {
            return new Owner(manager, true, "", subresource == null ? "" : subresource);
        }

        static Owner updater(String manager, String version, @Nullable String subresource) {
            return new Owner(manager, false, version, subresource == null ? "" : subresource);
        }
    }

    record Owned(
            FieldSet fields, String apiVersion, @Nullable Instant time) {
        long seconds() {
            return time == null ? 0 : time.getEpochSecond();
        }

        Owned with(FieldSet changed) {
            return new Owned(changed, apiVersion, time);
        }
    }

    private final Map<Owner, Owned> entries = new HashMap<>();

    /** Reads metadata.managedFields; null when it is not what an API server writes. */
    static @Nullable FieldOwners parse(JsonNode managedFields) {
        var owners = new FieldOwners();
        for (JsonNode entry : managedFields) {
            String operation = Json.text(entry, "operation");
            String apiVersion = Json.text(entry, "apiVersion");
            boolean known = operation.equals("Apply") || operation.equals("Update");
            if (!known
                    || apiVersion.isEmpty()
                    || !Json.text(entry, "fieldsType").equals("FieldsV1")) {
                return null;
            }
            String manager = Json.text(entry, "manager");
            String subresource = Json.text(entry, "subresource");
            String time = Json.text(entry, "time");
            owners.entries.put(
                    operation.equals("Apply")
                            ? Owner.applier(manager, subresource)
                            : Owner.updater(manager, apiVersion, subresource),
                    new Owned(
                            FieldSet.parse(entry.path("fieldsV1")),
                            apiVersion,
                            time.isEmpty() ? null : Instant.parse(time)));
        }
        return owners;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Map<Owner, Owned> entries() {
        return entries;
    }

    @Nullable
    Owned of(Owner owner) {
        return entries.get(owner);
    }

    /** An owner of nothing is forgotten. */
    void put(Owner owner, Owned owned) {
        if (owned.fields().isEmpty()) {
            entries.remove(owner);
        } else {
            entries.put(owner, owned);
        }
    }

    /** Everything that somebody owns. */
    FieldSet all() {
        return entries.values().stream().map(Owned::fields).reduce(new FieldSet(), FieldSet::union);
    }

    void cap() {
        List<Map.Entry<Owner, Owned>> updaters = entries.entrySet().stream()
                .filter(entry -> !entry.getKey().applies())
                .sorted(BY_AGE)
                .toList();
        int excess = updaters.size() - MAX_UPDATERS;
        var firsts = new HashMap<String, Owner>();
        for (int i = 0; i < updaters.size() && excess > 0; i++) {
            Owner owner = updaters.get(i).getKey();
            Owned owned = updaters.get(i).getValue();
            Owner first = firsts.putIfAbsent(owned.apiVersion(), owner);
            if (first != null) {
                Owner ancient = Owner.updater("ancient-changes", owned.apiVersion(), null);
                Owned bucket = entries.containsKey(ancient) ? entries.get(ancient) : entries.remove(first);
                FieldSet fields =
                        bucket == null ? owned.fields() : owned.fields().union(bucket.fields());
                entries.remove(owner);
                entries.put(ancient, owned.with(fields));
                excess--;
            }
        }
    }

    /** Writes metadata.managedFields, or removes it when nobody owns anything. */
    void writeTo(ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        metadata.remove("managedFields");
        if (entries.isEmpty()) {
            return;
        }
        var list = metadata.putArray("managedFields");
        entries.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Owner, Owned> entry) ->
                                !entry.getKey().applies())
                        .thenComparing(BY_AGE))
                .forEach(entry -> list.add(node(entry.getKey(), entry.getValue())));
    }

    private static ObjectNode node(Owner owner, Owned owned) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("manager", owner.manager());
        node.put("operation", owner.applies() ? "Apply" : "Update");
        node.put("apiVersion", owned.apiVersion());
        if (owned.time() != null) {
            node.put("time", owned.time().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        node.put("fieldsType", "FieldsV1");
        node.set("fieldsV1", owned.fields().fieldsV1());
        if (!owner.subresource().isEmpty()) {
            node.put("subresource", owner.subresource());
        }
        return node;
    }
}
