package dev.escapement.apiserver;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The life of namespaces: those that always exist, what is made in each, and how one goes with all its content. */
final class Namespaces {
    static final String STORAGE = "namespaces";
    private static final List<String> INITIAL = List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private enum Phase {
        ACTIVE,
        TERMINATING
    }

    private final Store store;
    private final Upkeep upkeep;
    private final Background background;
    private final InstantSource clock;
    private final Supplier<UUID> uids;
    private final Map<String, Phase> phases = new ConcurrentHashMap<>();

    Namespaces(Store store, Upkeep upkeep, Background background, InstantSource clock, Supplier<UUID> uids) {
        this.store = store;
        this.upkeep = upkeep;
        this.background = background;
        this.clock = clock;
        this.uids = uids;
    }

    void start() {
        store.observe(this::seen, this::changed);
        for (String name : INITIAL) {
            create(
                    STORAGE,
                    "",
                    name,
                    defaults(Trees.object().put("kind", "Namespace").put("apiVersion", "v1")));
            createServiceAccount(name);
        }
    }

    /** The label that every namespace has. */
    static ObjectNode defaults(ObjectNode namespace) {
        ObjectNode metadata = Json.child(namespace, "metadata");
        String name = Json.text(metadata, "name");
        if (!name.isEmpty()) {
            Json.child(metadata, "labels").put("kubernetes.io/metadata.name", name);
        }
        return namespace;
    }

    /** What the server adds to each. */
    static ObjectNode complete(ObjectNode namespace) {
        ObjectNode spec = Json.child(namespace, "spec");
        if (!spec.has("finalizers") && !namespace.path("metadata").has("deletionTimestamp")) {
            spec.putArray("finalizers").add("kubernetes");
        }
        ObjectNode status = Json.child(namespace, "status");
        if (!status.has("phase")) {
            status.put("phase", "Active");
        }
        return namespace;
    }

    /** Lets an object be created only in a namespace that is there to stay. */
    void admit(Resource resource, String namespace, String name) throws ApiException {
        Phase phase = phases.get(namespace);
        if (phase == null) {
            throw ApiException.notFound("", STORAGE, namespace);
        }
        if (phase == Phase.TERMINATING) {
            throw ApiException.namespaceTerminating(resource.group(), resource.plural(), name, namespace);
        }
    }

    private void seen(Stored stored) {
        if (stored.resource().equals(STORAGE)) {
            phases.put(stored.name(), stored.deleting() ? Phase.TERMINATING : Phase.ACTIVE);
            background.run(() -> check(stored.name()));
        }
    }

    private void changed(Change change) {
        Stored object = change.object();
        String namespace = object.namespace();
        if (object.resource().equals(STORAGE)) {
            String name = object.name();
            if (change.deletion()) {
                phases.remove(name);
            } else {
                phases.put(name, object.deleting() ? Phase.TERMINATING : Phase.ACTIVE);
            }
            if (change.before() == null || object.deleting()) {
                background.run(() -> check(name));
            }
        } else if (!namespace.isEmpty() && phases.get(namespace) != Phase.ACTIVE) {
            background.run(() -> check(namespace));
        } else if (change.deletion() && object.resource().equals("serviceaccounts")) {
            background.run(() -> check(namespace));
        }
    }

    private void check(String name) {
        if (phases.get(name) == Phase.ACTIVE) {
            createServiceAccount(name);
            return;
        }
        boolean empty = true;
        for (String resource : store.resources()) {
            for (Stored content : store.list(resource, name).objects()) {
                empty = false;
                if (!content.deleting()) {
                    upkeep.delete(content);
                }
            }
        }
        Stored namespace = store.find(STORAGE, Stored.path("", name));
        if (empty && namespace != null && namespace.deleting()) {
            upkeep.edit(STORAGE, namespace.path(), namespace.uid(), object -> {
                Json.child(object, "spec").remove("finalizers");
                return true;
            });
        }
    }

    private void createServiceAccount(String namespace) {
        create(
                "serviceaccounts",
                namespace,
                "default",
                Trees.object().put("kind", "ServiceAccount").put("apiVersion", "v1"));
    }

    private void create(String resource, String namespace, String name, ObjectNode object) {
        if (store.find(resource, Stored.path(namespace, name)) != null) {
            return;
        }
        ObjectNode metadata = Json.child(object, "metadata").put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        metadata.put("uid", uids.get().toString());
        metadata.put(
                "creationTimestamp",
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode complete = resource.equals(STORAGE) ? complete(defaults(object)) : object;
        ObjectNode arranged = Trees.object();
        for (String field : List.of("kind", "apiVersion", "metadata", "spec", "status")) {
            if (complete.has(field)) {
                arranged.set(field, complete.get(field));
            }
        }
        try {
            store.put(resource, Stored.path(namespace, name), 0, arranged);
        } catch (Store.Stale e) {
            // Somebody else has made it in the meantime, and that is all that was wanted.
            return;
        }
    }
}
