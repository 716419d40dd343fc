package dev.escapement.apiserver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Deletes what nobody owns any more, and does what foreground and orphaning deletion wait for. */
final class GarbageCollector {
    private record Key(String resource, String path) {
        static Key of(Stored stored) {
            return new Key(stored.resource(), stored.path());
        }
    }

    private final Store store;
    private final Upkeep upkeep;
    private final Background background;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Key> alive = new HashMap<>();
    private final Map<String, Map<Key, Boolean>> dependents = new HashMap<>();

    GarbageCollector(Store store, Upkeep upkeep, Background background) {
        this.store = store;
        this.upkeep = upkeep;
        this.background = background;
    }

    void start() {
        store.observe(this::add, this::changed);
        // What a stop of the server interrupted is taken up again.
        for (String resource : store.resources()) {
            store.list(resource, null).objects().forEach(this::examineLater);
        }
    }

    private void changed(Change change) {
        Stored object = change.object();
        Stored before = change.before();
        if (before != null) {
            remove(before);
        }
        if (!change.deletion()) {
            add(object);
            examineLater(object);
            return;
        }
        if (!dependentsOf(object.uid()).isEmpty()) {
            background.run(() -> dependentsOf(object.uid()).keySet().forEach(this::checkOwners));
        }
        if (!object.owners().isEmpty()) {
            background.run(() -> object.owners().forEach(owner -> {
                Stored waiting = find(owner.uid());
                if (waiting != null) {
                    finishDeletion(waiting);
                }
            }));
        }
    }

    private void examineLater(Stored object) {
        if (!object.owners().isEmpty()) {
            background.run(() -> checkOwners(Key.of(object)));
        }
        if (object.deleting() && !object.finalizers().isEmpty()) {
            background.run(() -> {
                Stored now = find(object.uid());
                if (now != null) {
                    finishDeletion(now);
                }
            });
        }
    }

    /** Deletes an object whose owners are all gone; drops the references to those that are, when others are left. */
    private void checkOwners(Key key) {
        Stored object = store.find(key.resource, key.path);
        if (object == null || object.deleting() || object.owners().isEmpty()) {
            return;
        }
        List<Stored.Owner> present =
                object.owners().stream().filter(owner -> owns(owner, object)).toList();
        if (present.isEmpty()) {
            upkeep.delete(object);
        } else if (present.size() < object.owners().size()) {
            Set<String> uids = new HashSet<>();
            present.forEach(owner -> uids.add(owner.uid()));
            keepReferences(object, uids::contains);
        }
    }

    /** An owner is there, and in a place from which it can own: the same namespace, or none. */
    private boolean owns(Stored.Owner reference, Stored object) {
        Stored owner = find(reference.uid());
        return owner != null
                && (owner.namespace().isEmpty() || owner.namespace().equals(object.namespace()));
    }

    private void finishDeletion(Stored owner) {
        if (!owner.deleting()) {
            return;
        }
        Map<Key, Boolean> left = dependentsOf(owner.uid());
        if (owner.finalizers().contains(Deletes.ORPHAN)) {
            left.keySet().forEach(key -> {
                Stored dependent = store.find(key.resource, key.path);
                if (dependent != null) {
                    keepReferences(dependent, uid -> !uid.equals(owner.uid()));
                }
            });
            upkeep.removeFinalizer(owner, Deletes.ORPHAN);
        } else if (owner.finalizers().contains(Deletes.FOREGROUND)) {
            if (!left.containsValue(true)) {
                upkeep.removeFinalizer(owner, Deletes.FOREGROUND);
            }
            left.keySet().forEach(key -> {
                Stored dependent = store.find(key.resource, key.path);
                if (dependent != null && !dependent.deleting() && !hasOtherOwner(dependent, owner)) {
                    upkeep.delete(dependent);
                }
            });
        }
    }

    private boolean hasOtherOwner(Stored dependent, Stored owner) {
        return dependent.owners().stream()
                .anyMatch(other -> !other.uid().equals(owner.uid()) && owns(other, dependent));
    }

    private void keepReferences(Stored stored, Predicate<String> keep) {
        upkeep.edit(stored.resource(), stored.path(), stored.uid(), object -> {
            ObjectNode metadata = Json.child(object, "metadata");
            var kept = Trees.array();
            metadata.path("ownerReferences").forEach(reference -> {
                if (keep.test(Json.text(reference, "uid"))) {
                    kept.add(reference);
                }
            });
            if (kept.size() == metadata.path("ownerReferences").size()) {
                return false;
            }
            if (kept.isEmpty()) {
                metadata.remove("ownerReferences");
            } else {
                metadata.set("ownerReferences", kept);
            }
            return true;
        });
    }

    private @Nullable Stored find(String uid) {
        Key key;
        lock.lock();
        try {
            key = alive.get(uid);
        } finally {
            lock.unlock();
        }
        return key == null ? null : store.find(key.resource, key.path);
    }

    private Map<Key, Boolean> dependentsOf(String uid) {
        lock.lock();
        try {
            return new LinkedHashMap<>(dependents.getOrDefault(uid, Map.of()));
        } finally {
            lock.unlock();
        }
    }

    private void add(Stored stored) {
        lock.lock();
        try {
            alive.put(stored.uid(), Key.of(stored));
            stored.owners()
                    .forEach(owner -> dependents
                            .computeIfAbsent(owner.uid(), uid -> new LinkedHashMap<>())
                            .put(Key.of(stored), owner.blocks()));
        } finally {
            lock.unlock();
        }
    }

    private void remove(Stored stored) {
        lock.lock();
        try {
            alive.remove(stored.uid(), Key.of(stored));
            for (Stored.Owner owner : stored.owners()) {
                Map<Key, Boolean> of = dependents.get(owner.uid());
                if (of != null) {
                    of.remove(Key.of(stored));
                    if (of.isEmpty()) {
                        dependents.remove(owner.uid());
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
