package dev.escapement.apiserver;

import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The server's own writes to objects that it keeps in order: no client, no validation, never a conflict. */
final class Upkeep {
    private final Store store;
    private final Registry registry;
    private final Deletes deletes;

    Upkeep(Store store, Registry registry, Deletes deletes) {
        this.store = store;
        this.registry = registry;
        this.deletes = deletes;
    }

    /** Has the object edited if it still is the one; the edit tells whether it changed anything. */
    void edit(String storage, String path, String uid, Predicate<ObjectNode> edit) {
        while (true) {
            Stored current = store.find(storage, path);
            Resource resource = registry.serving(storage);
            if (current == null || resource == null || !current.uid().equals(uid)) {
                return;
            }
            ObjectNode object = current.tree();
            if (!edit.test(object)) {
                return;
            }
            ManagedFields.forget(current.tree(), object, resource.listTypes());
            try {
                if (current.deleting() && Deletes.finished(resource, object)) {
                    store.remove(storage, path, current.revision(), object);
                } else {
                    store.put(storage, path, current.revision(), object);
                }
                return;
            } catch (Store.Stale again) {
                // Another writer was first: look at what it left.
            }
        }
    }

    void removeFinalizer(Stored stored, String finalizer) {
        edit(stored.resource(), stored.path(), stored.uid(), object -> {
            ObjectNode metadata = Json.child(object, "metadata");
            var kept = Trees.array();
            metadata.path("finalizers").forEach(name -> {
                if (!name.asText().equals(finalizer)) {
                    kept.add(name);
                }
            });
            if (kept.size() == metadata.path("finalizers").size()) {
                return false;
            }
            if (kept.isEmpty()) {
                metadata.remove("finalizers");
            } else {
                metadata.set("finalizers", kept);
            }
            return true;
        });
    }

    void delete(Stored stored) {
        Resource resource = registry.serving(stored.resource());
        if (resource != null) {
            deletes.delete(resource, stored);
        }
    }
}
