package dev.escapement.apiserver;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Serves what CustomResourceDefinitions define, from the moment one is written until its last instance has gone. */
final class CustomResources {
    private static final System.Logger LOG = System.getLogger(CustomResources.class.getName());

    private final Store store;
    private final Registry registry;
    private final Upkeep upkeep;
    private final Background background;
    private final Set<String> terminating = ConcurrentHashMap.newKeySet();

    CustomResources(Store store, Registry registry, Upkeep upkeep, Background background) {
        this.store = store;
        this.registry = registry;
        this.upkeep = upkeep;
        this.background = background;
    }

    void start() {
        store.observe(
                stored -> {
                    if (stored.resource().equals(Definitions.STORAGE)) {
                        serve(stored);
                    }
                },
                this::changed);
    }

    private void changed(Change change) {
        Stored object = change.object();
        if (object.resource().equals(Definitions.STORAGE)) {
            if (change.deletion()) {
                registry.replace(object.name(), List.of());
                background.run(() -> store.close(object.name()));
            } else {
                serve(object);
            }
        } else if (change.deletion() && terminating.contains(object.resource())) {
            background.run(() -> cleanUp(object.resource()));
        }
    }

    private void serve(Stored definition) {
        try {
            registry.replace(definition.name(), Definitions.resources(definition.tree()));
        } catch (ApiException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The CustomResourceDefinition " + definition.name() + " cannot be served",
                    e);
        }
        if (definition.deleting()) {
            terminating.add(definition.name());
            background.run(() -> cleanUp(definition.name()));
        }
    }

    /** Deletes the instances; once there are none, lets the definition go. */
    private void cleanUp(String name) {
        List<Stored> instances = store.list(name, null).objects();
        for (Stored instance : instances) {
            if (!instance.deleting()) {
                upkeep.delete(instance);
            }
        }
        if (!store.list(name, null).objects().isEmpty()) {
            return;
        }
        Stored definition = store.find(Definitions.STORAGE, Stored.path("", name));
        terminating.remove(name);
        if (definition != null && definition.deleting()) {
            upkeep.removeFinalizer(definition, Definitions.CLEANUP);
        }
    }
}
