package dev.escapement;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.escapement.cache.Change;
import dev.escapement.cache.Index;
import dev.escapement.cache.Informer;
import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.queue.WorkQueue;
import dev.escapement.queue.WorkQueue.Priority;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One controller at work: changes come in as keys, workers take them out and run the author's code.
 *
 * @param <T> the type of its objects
 */
final class ControllerLoop<T extends HasMetadata> {
    private final Controller<T> controller;
    private final Informer primary;
    private final WorkQueue<ObjectKey> queue;
    private final ConcurrentHashMap<ObjectKey, KeyState> states = new ConcurrentHashMap<>();
    private final Run<T> run;
    private final List<Thread> workers = new ArrayList<>();
    private final List<CompletableFuture<Void>> ended = new ArrayList<>();

    private volatile boolean stopping;

    ControllerLoop(String operator, Controller<T> controller, String namespace, RunContext.Parts parts) {
        this.controller = controller;
        this.queue = WorkQueue.<ObjectKey>builder(parts.clock())
                .fairBy(controller.flow())
                .build();
        this.primary = parts.informers().of(controller.kind(), controller.selections(namespace));
        this.run = new Run<>(operator, controller, parts.within(controller.namespaces(namespace)), queue);
        primary.listen(this::primaryChanged);
        for (var secondary : controller.secondaries()) {
            var mapping = secondary.mapping() == null ? owners() : secondary.mapping();
            var informer = parts.informers().of(secondary.kind(), controller.selections(secondary, namespace));
            informer.listen(change -> secondaryChanged(change, mapping));
            if (secondary.mapping() == null) {
                informer.index(Index.owner());
            }
        }
        for (var viewed : controller.views()) {
            parts.informers().of(viewed.kind(), controller.selections(viewed, namespace), viewed.part());
        }
    }

    WorkQueue<ObjectKey> queue() {
        return queue;
    }

    String name() {
        return controller.name();
    }

    /** Begins to work; before that, keys only gather. */
    void start() {
        for (int i = 0; i < controller.workers(); i++) {
            var end = new CompletableFuture<Void>();
            ended.add(end);
            workers.add(Thread.ofVirtual().name(controller.name() + "-" + i).start(() -> {
                try {
                    work();
                } finally {
                    end.complete(null);
                }
            }));
        }
    }

    /** Hands out no further key; done when all workers have ended. */
    CompletableFuture<Void> stop() {
        stopping = true;
        queue.shutDown();
        return CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new));
    }

    void interrupt() {
        workers.forEach(Thread::interrupt);
    }

    private void work() {
        while (true) {
            ObjectKey key;
            try {
                key = queue.take();
            } catch (InterruptedException e) {
                if (stopping) {
                    return;
                }
                continue; // left behind by an author's code; the worker is not told to stop
            }
            if (key == null) {
                return;
            }
            try {
                work(key);
            } finally {
                queue.done(key);
            }
        }
    }

    private void work(ObjectKey key) {
        var object = primary.get(key);
        if (object.isEmpty()) {
            forget(key);
            return;
        }
        // A state that is made only here has lost the causes that led here (its object went and came back meanwhile).
        var state = states.computeIfAbsent(key, _ -> KeyState.withLostCauses());
        try {
            run.run(object.get(), state);
        } catch (InterruptedException e) {
            if (!stopping) {
                run.failed(object.get().header(), state, e);
            }
        }
        states.computeIfPresent(
                key, (_, known) -> known.isBlank() ? null : known); // most objects need no memory of them
    }

    private void forget(ObjectKey key) {
        queue.cancel(key);
        states.remove(key);
    }

    private void primaryChanged(Change change) {
        var key = change.key();
        if (change.type() == Change.Type.DELETED) {
            // A run may be on its way; when it ends, the next look finds nothing and forgets the rest.
            queue.add(key);
            return;
        }
        enqueue(key, change);
    }

    private void secondaryChanged(Change change, Mapping mapping) {
        try {
            Stream.of(change.before(), change.after())
                    .flatMap(header -> header == null ? Stream.of() : mapping.map(header).stream())
                    .distinct()
                    .forEach(key -> enqueue(key, change));
        } catch (RuntimeException e) {
            run.mappingFailed(change, e);
        }
    }

    private void enqueue(ObjectKey key, Change change) {
        if (change.writer() != null && change.writer() == states.get(key)) {
            return; // the echo of what the key's own run wrote
        }
        states.compute(key, (_, known) -> {
            var state = known == null ? new KeyState() : known;
            state.add(Cause.of(change));
            return state;
        });
        queue.add(key, change.initial() ? Priority.LOW : Priority.NORMAL);
    }

    private Mapping owners() {
        return header -> owners(header, controller.kind());
    }

    private static List<ObjectKey> owners(Header header, Kind kind) {
        var namespace = kind.namespaced() ? header.key().namespace() : "";
        return header.owners().stream()
                .filter(owner -> owner.isOf(kind))
                .map(owner -> new ObjectKey(namespace, owner.name()))
                .toList();
    }
}
