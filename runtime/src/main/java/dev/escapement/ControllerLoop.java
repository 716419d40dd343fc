package dev.escapement;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One controller at work: changes come in as keys, workers take them out and run the author's code.
 *
 * @param <T> the type of its objects
 */
final class ControllerLoop<T extends HasMetadata> {
    /** An annotation of an object whose change has what had failed for good tried once more. */
    static final String REPLAY = "escapement.dev/replay";

    private final Plan<T> plan;
    private final Parts parts;
    private final Informer primary;
    private final WorkQueue<ObjectKey> queue;
    private final ConcurrentHashMap<ObjectKey, KeyState> states = new ConcurrentHashMap<>();
    private final History history = new History();
    private final Logger log;
    private final Aftermath aftermath;
    private final Run<T> run;
    private final List<Companion> companions;
    private final Watch watch;
    private final Workers workers;
    private final Scaling scaling;
    private final Movement movement;

    private volatile boolean stopping;

    @SuppressWarnings("this-escape") // nobody calls before the start
    ControllerLoop(Plan<T> plan, String namespace, Parts all) {
        this.plan = plan;
        this.parts = all.within(plan.namespaces(namespace));
        this.log = LoggerFactory.getLogger("dev.escapement." + parts.operator() + "." + plan.name);
        this.queue =
                WorkQueue.<ObjectKey>builder(parts.clock()).fairBy(plan.flow).build();
        this.aftermath = new Aftermath(plan, parts, queue, log);
        this.run = new Run<>(plan, parts, queue, aftermath, history, log);
        this.watch = new Watch(parts.clock(), plan.limit, new Overdue(plan, parts, aftermath, log));
        this.workers = new Workers(plan.name, plan.minWorkers, this::work);
        var load = Load.ofProcess();
        this.scaling = new Scaling(parts.clock(), queue, workers, load, this::requestsWait);
        scaling.between(plan.minWorkers, plan.maxWorkers(load.heapLimit()));
        this.movement = new Movement(plan.name, parts.clock(), queue);
        this.companions = List.of();
        this.primary = parts.informers().of(plan.kind, plan.selections(namespace));
        parts.informers().listen(primary, this::primaryChanged);
        for (var secondary : plan.secondaries) {
            listenTo(secondary, namespace);
        }
        for (var viewed : plan.views) {
            parts.informers().of(viewed.kind(), plan.selections(viewed, namespace), viewed.part());
        }
    }

    private void listenTo(Plan.Secondary secondary, String namespace) {
        var mapping = secondary.mapping() == null ? owners() : secondary.mapping();
        var informer = parts.informers().of(secondary.kind(), plan.selections(secondary, namespace));
        parts.informers().listen(informer, change -> secondaryChanged(change, secondary, mapping));
        if (secondary.mapping() == null) {
            informer.index(Index.owner());
        }
    }

    WorkQueue<ObjectKey> queue() {
        return queue;
    }

    String name() {
        return plan.name;
    }

    Kind kind() {
        return plan.kind;
    }

    History history() {
        return history;
    }

    Scaling scaling() {
        return scaling;
    }

    Watch watch() {
        return watch;
    }

    List<Companion> companions() {
        return companions;
    }

    /** What keeps it from working as it should. */
    List<Ailment> ailments() {
        var lost = watch.abandoned().stream()
                .map(attempt -> new Ailment(
                        "run " + plan.name,
                        attempt.key + " was given up and does not end; it is " + attempt.where(),
                        false));
        return Stream.concat(movement.ailments().stream(), lost).toList();
    }

    /** Begins to work; before that, keys only gather. */
    void start() {
        workers.start();
        companions.forEach(Companion::start);
    }

    /** Hands out no further key; done when all that counts has ended. */
    CompletableFuture<Void> stop() {
        stopping = true;
        scaling.stop();
        queue.shutDown();
        watch.close();
        var ended = Stream.concat(
                Stream.of(workers.stop()), companions.stream().map(companion -> companion.stop("the operator stops")));
        return CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new));
    }

    void interrupt() {
        workers.interrupt();
        companions.forEach(Companion::interrupt);
    }

    private boolean requestsWait() {
        var gate = parts.client().gate().state();
        return gate.reads().waiting() + gate.writes().waiting() > 0;
    }

    private void work(Workers.Worker worker) {
        while (worker.goesOn()) {
            ObjectKey key;
            try {
                key = queue.take();
            } catch (InterruptedException e) {
                continue; // it is one too many, or an author's code left the interrupt behind
            }
            worker.busy();
            if (key == null) {
                return;
            }
            work(key, worker);
        }
    }

    private void work(ObjectKey key, Workers.Worker worker) {
        var attempt = watch.begin(key, () -> workers.replace(worker));
        try {
            work(key, attempt);
        } finally {
            watch.end(attempt);
            queue.done(key);
        }
    }

    private void work(ObjectKey key, Attempt attempt) {
        var object = primary.get(key);
        if (object.isEmpty()) {
            forget(key);
            return;
        }
        // A state that is made only here has lost the causes that led here (its object went and came back meanwhile).
        var state = states.computeIfAbsent(key, _ -> KeyState.withLostCauses());
        try {
            run.run(object.get(), state, attempt);
        } catch (InterruptedException e) {
            if (!stopping) {
                aftermath.failed(object.get().header(), state, e);
            }
        }
        states.computeIfPresent(
                key, (_, known) -> known.isBlank() ? null : known); // most objects need no memory of them
    }

    private void forget(ObjectKey key) {
        queue.cancel(key);
        states.remove(key);
        parts.letters().settle(aftermath.id(key));
    }

    /** What had failed for good is to be tried once more. */
    void released(DeadLetters.Id id) {
        if (id.task().equals(Aftermath.RECONCILE)) {
            enqueue(id.key(), new Cause(Cause.What.RELEASED, plan.kind.name(), id.key(), ""), Priority.NORMAL);
        }
    }

    private void primaryChanged(Change change) {
        var key = change.key();
        companions.forEach(companion -> tell(companion, change));
        if (change.type() == Change.Type.DELETED) {
            // A run may be on its way; when it ends, the next look finds nothing and forgets the rest.
            queue.add(key);
            scaling.stirred();
            return;
        }
        if (isReplayed(change)) {
            parts.letters().release(aftermath.id(key));
            released(aftermath.id(key));
        }
        if (matters(change, plan.when)) {
            enqueue(key, change, Cause.Relation.SELF);
        }
    }

    private boolean isReplayed(Change change) {
        var before = change.before();
        var after = change.after();
        return before != null
                && after != null
                && parts.letters().isParked(aftermath.id(change.key()), after)
                && ChangeFilter.annotation(REPLAY).matters(before, after);
    }

    private static boolean matters(Change change, ChangeFilter filter) {
        var before = change.before();
        var after = change.after();
        return before == null || after == null || filter.matters(before, after);
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

    private void secondaryChanged(Change change, Plan.Secondary secondary, Mapping mapping) {
        var relation = secondary.mapping() == null ? Cause.Relation.OWNED : Cause.Relation.MAPPED;
        try {
            if (matters(change, secondary.when())) {
                Stream.of(change.before(), change.after())
                        .flatMap(header -> header == null ? Stream.of() : mapping.map(header).stream())
                        .distinct()
                        .forEach(key -> enqueue(key, change, relation));
            }
        } catch (RuntimeException e) {
            log.error(
                    "the mapping of a change of {} {} failed, and the change is passed over: {}",
                    change.kind().name(),
                    change.key(),
                    Failures.describe(e),
                    e);
        }
    }

    private void enqueue(ObjectKey key, Change change, Cause.Relation relation) {
        if (change.writer() != null && change.writer() == states.get(key)) {
            return; // the echo of what the key's own run wrote
        }
        enqueue(key, Cause.of(change, relation), change.initial() ? Priority.LOW : Priority.NORMAL);
    }

    private void enqueue(ObjectKey key, Cause cause, Priority priority) {
        states.compute(key, (_, known) -> {
            var state = known == null ? new KeyState() : known;
            state.add(cause);
            return state;
        });
        queue.add(key, priority);
        scaling.stirred();
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
