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
    private final Plan<T> plan;
    private final Informer primary;
    private final WorkQueue<ObjectKey> queue;
    private final ConcurrentHashMap<ObjectKey, KeyState> states = new ConcurrentHashMap<>();
    private final Run<T> run;
    private final List<Companion> companions;
    private final List<Thread> workers = new ArrayList<>();
    private final List<CompletableFuture<Void>> ended = new ArrayList<>();

    private volatile boolean stopping;

    ControllerLoop(Plan<T> plan, String namespace, Parts parts) {
        this.plan = plan;
        this.queue =
                WorkQueue.<ObjectKey>builder(parts.clock()).fairBy(plan.flow).build();
        this.primary = parts.informers().of(plan.kind, plan.selections(namespace));
        this.run = new Run<>(plan, parts.within(plan.namespaces(namespace)), queue);
        this.companions = List.of();
        primary.listen(this::primaryChanged);
        for (var secondary : plan.secondaries) {
            var mapping = secondary.mapping() == null ? owners() : secondary.mapping();
            var informer = parts.informers().of(secondary.kind(), plan.selections(secondary, namespace));
            informer.listen(change -> secondaryChanged(change, mapping));
            if (secondary.mapping() == null) {
                informer.index(Index.owner());
            }
        }
        for (var viewed : plan.views) {
            parts.informers().of(viewed.kind(), plan.selections(viewed, namespace), viewed.part());
        }
    }

    WorkQueue<ObjectKey> queue() {
        return queue;
    }

    String name() {
        return plan.name;
    }

    /** Begins to work; before that, keys only gather. */
    void start() {
        for (int i = 0; i < plan.workers; i++) {
            var end = new CompletableFuture<Void>();
            ended.add(end);
            workers.add(Thread.ofVirtual().name(plan.name + "-" + i).start(() -> {
                try {
                    work();
                } finally {
                    end.complete(null);
                }
            }));
        }
        companions.forEach(Companion::start);
    }

    /** Hands out no further key; done when all workers have ended. */
    CompletableFuture<Void> stop() {
        stopping = true;
        queue.shutDown();
        companions.forEach(companion -> ended.add(companion.stop("the operator stops")));
        return CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new));
    }

    void interrupt() {
        workers.forEach(Thread::interrupt);
        companions.forEach(Companion::interrupt);
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
        companions.forEach(companion -> tell(companion, change));
        if (change.type() == Change.Type.DELETED) {
            // A run may be on its way; when it ends, the next look finds nothing and forgets the rest.
            queue.add(key);
            return;
        }
        enqueue(key, change);
    }

    private static void tell(Companion companion, Change change) {
        var now = change.after();
        if (now == null) {
            companion.absent(change.key(), "the object is gone");
        } else if (now.deleting()) {
            companion.absent(change.key(), "the object is being deleted");
        } else {
            companion.present(change.before(), now);
        }
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
        return header -> owners(header, plan.kind);
    }

    private static List<ObjectKey> owners(Header header, Kind kind) {
        var namespace = kind.namespaced() ? header.key().namespace() : "";
        return header.owners().stream()
                .filter(owner -> owner.isOf(kind))
                .map(owner -> new ObjectKey(namespace, owner.name()))
                .toList();
    }
}
