package dev.escapement.apiserver;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How objects come into being: with an identity, in a namespace that takes them, under a name that is free. */
final class Creates {
    private static final String SUFFIX = "bcdfghjklmnpqrstvwxz2456789";
    private static final int GENERATED_NAMES = 8;

    private final Store store;
    private final Namespaces namespaces;
    private final Escalation escalation;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Uids uids;

    Creates(
            Store store,
            Namespaces namespaces,
            Escalation escalation,
            InstantSource clock,
            RandomGenerator random,
            Uids uids) {
        this.store = store;
        this.namespaces = namespaces;
        this.escalation = escalation;
        this.clock = clock;
        this.random = random;
        this.uids = uids;
    }

    /** What a POST asks for. */
    Response create(Route route, Request request) throws ApiException {
        Resource resource = route.resource();
        Writing writing = new Writing(route, request);
        ObjectNode object = Body.object(resource, request);
        try {
            writing.checkFields(object);
            Writes.checkNamespace(route, object);
            writing.dropDuplicateOwners(object);
        } catch (ApiException e) {
            throw writing.refusal(e);
        }
        if (!Json.text(object, "metadata", "resourceVersion").isEmpty()) {
            throw writing.refusal(
                    ApiException.unclassified("resourceVersion should not be set on objects to be created"));
        }
        try {
            Stored stored = perhapsGenerated(writing, object);
            return writing.respond(201, Output.of(resource, request, clock.instant()), stored);
        } catch (ApiException e) {
            throw writing.refusal(e);
        }
    }

    private Stored perhapsGenerated(Writing writing, ObjectNode sent) throws ApiException {
        Resource resource = writing.route.resource();
        place(writing, sent);
        String generate = Json.text(sent, "metadata", "generateName");
        boolean generated = Json.text(sent, "metadata", "name").isEmpty() && !generate.isEmpty();
        for (int attempt = 1; ; attempt++) {
            ObjectNode object = sent.deepCopy();
            if (generated) {
                Json.child(object, "metadata").put("name", generate(generate));
            }
            try {
                return placed(writing, object, Writes.Kind.UPDATE);
            } catch (Store.Stale e) {
                if (!generated || attempt == GENERATED_NAMES) {
                    String name = Json.text(object, "metadata", "name");
                    Stored other = store.find(resource.storage(), Stored.path(writing.route.namespace(), name));
                    throw generate.isEmpty()
                            ? ApiException.alreadyExists(
                                    resource.group(), resource.plural(), name, other != null && other.deleting())
                            : ApiException.noUniqueName(resource.group(), resource.plural(), name);
                }
            }
        }
    }

    /**
     * Creates an object under the name that it has.
     *
     * @throws Store.Stale if there is one of that name
     */
    Stored named(Writing writing, ObjectNode object, Writes.Kind kind) throws ApiException, Store.Stale {
        place(writing, object);
        return placed(writing, object, kind);
    }

    private void place(Writing writing, ObjectNode object) throws ApiException {
        Resource resource = writing.route.resource();
        ObjectNode metadata = Json.child(object, "metadata");
        if (resource.namespaced()) {
            namespaces.admit(resource, writing.route.namespace(), Json.text(metadata, "name"));
            metadata.put("namespace", writing.route.namespace());
        } else {
            metadata.remove("namespace");
        }
    }

    private Stored placed(Writing writing, ObjectNode object, Writes.Kind kind) throws ApiException, Store.Stale {
        Resource resource = writing.route.resource();
        Strategy.create(resource, object);
        if (kind == Writes.Kind.UPDATE) {
            ManagedFields.track(
                    null, object, writing.manager, null, now(), resource.listTypes(), ResetFields.of(resource, null));
        }
        Strategy.complete(resource, object, uids.next().toString(), now().toString());
        escalation.check(writing.route, object, null);
        Strategy.validate(resource, object, null, "");
        String path = Stored.path(writing.route.namespace(), Json.text(object, "metadata", "name"));
        ObjectNode arranged = Output.arrange(resource, object);
        if (!writing.dryRun) {
            return store.put(resource.storage(), path, 0, arranged);
        }
        if (store.find(resource.storage(), path) != null) {
            throw new Store.Stale();
        }
        return Writes.dry(resource, path, arranged);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private String generate(String prefix) {
        StringBuilder name = new StringBuilder(prefix.length() > 58 ? prefix.substring(0, 58) : prefix);
        for (int i = 0; i < 5; i++) {
            name.append(SUFFIX.charAt(random.nextInt(SUFFIX.length())));
        }
        return name.toString();
    }
}
