package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.escapement.cache.Index;
import dev.escapement.cache.Informer;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.queue.WorkQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.slf4j.Logger;

/**
 * One controller at work: changes come in as keys, workers take them out and run the author's code.
 *
 * @param <T> the type of its objects
 */
final class ControllerLoop<T extends HasMetadata> {
    /** Until a run after one that failed inexplicably. */
    private static final Duration UNEXPECTED = Duration.ofSeconds(1);

    private final Plan<T> plan;
    private final Parts parts;
    private final Informer primary;
    private final WorkQueue<ObjectKey> queue;
    private final ConcurrentHashMap<ObjectKey, KeyState> states = new ConcurrentHashMap<>();
    private final History history = new History();
    private final Logger log;
    private final Aftermath aftermath;
    private final Run<T> run;
    private final Companions companions;
    private final Watch watch;
    private final Workers workers;
    private final Scaling scaling;
    private final Movement movement;
    private final Pausing pausing;
    private final Intake intake;
    private final Resumption resumption;
    /** How many workers there may be, unless somebody says otherwise. */
    private final int most;

    private volatile boolean stopping;

    @SuppressWarnings("this-escape") // nobody calls before the start
    ControllerLoop(Plan<T> plan, String namespace, Parts all) {
        this.plan = plan;
        this.parts = all.within(plan.namespaces(namespace));
        this.log = parts.controls().log(plan.name);
        this.pausing = new Pausing(parts.controls(), plan.name);
        this.queue =
                WorkQueue.<ObjectKey>builder(parts.clock()).fairBy(plan.flow).build();
        this.aftermath = new Aftermath(plan, parts, queue, log);
        this.run = new Run<>(plan, parts, queue, aftermath, history, log);
        this.watch = new Watch(parts.clock(), plan.limit, new Overdue(plan, parts, aftermath, log));
        this.workers = new Workers(plan.name, plan.minWorkers, this::work);
        var load = Load.on(parts.clock());
        this.scaling = new Scaling(parts.clock(), queue, workers, load, new Bottleneck(parts.clock(), this::requests));
        this.most = plan.maxWorkers(load.heapLimit());
        scale();
        parts.controls().listen(this::controlsChanged);
        this.movement = new Movement(plan.name, parts.clock(), queue);
        this.primary = parts.informers().of(plan.kind, plan.selections(namespace));
        this.companions = new Companions(plan, parts, primary);
        this.intake = new Intake(plan, parts, queue, states, aftermath, companions, scaling::stirred);
        this.resumption =
                new Resumption(plan.reconciler, primary, parts.clock(), key -> queue.add(key, WorkQueue.Priority.HIGH));
        parts.informers().listen(primary, resumption::changed);
        parts.informers().listen(primary, intake::primaryChanged);
        for (var secondary : plan.secondaries) {
            listenTo(secondary, namespace);
        }
        for (var viewed : plan.views) {
            parts.informers().of(viewed.kind(), plan.selections(viewed, namespace), viewed.part());
        }
    }

    private void listenTo(Plan.Secondary secondary, String namespace) {
        var informer = parts.informers().of(secondary.kind(), plan.selections(secondary, namespace));
        parts.informers().listen(informer, change -> intake.secondaryChanged(change, secondary));
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

    RunStats runs() {
        return aftermath.tally().stats(plan.name, workers.wanted(), scaling.most());
    }

    Kind kind() {
        return plan.kind;
    }

    Intake intake() {
        return intake;
    }

    /** What had failed for good is to be tried once more, if it is this controller's. */
    void released(DeadLetters.Id id) {
        if (plan.name.equals(id.controller())) {
            intake.released(id);
        }
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

    Companions companions() {
        return companions;
    }

    /** What is to be seen of it. */
    LoopView view(LetterTable letters) {
        return new LoopView(
                plan, parts, primary, queue, states, history, companions, workers, scaling, this::runs, letters);
    }

    /** What keeps it from working as it should. */
    List<Ailment> ailments() {
        var lost = watch.abandoned().stream()
                .map(attempt -> new Ailment(
                        "run " + plan.name,
                        attempt.key + " was given up and does not end; it is " + attempt.where(),
                        false));
        var beside = companions.stream().flatMap(companion -> companion.ailments().stream());
        return Stream.concat(movement.ailments().stream(), Stream.concat(lost, beside))
                .toList();
    }

    /** Begins to work; before that, keys only gather. */
    void start() {
        resumption.end();
        workers.start();
        scaling.start();
        companions.start();
    }

    /** Hands out no further key; done when all that counts has ended. */
    CompletableFuture<Void> stop() {
        stopping = true;
        scaling.stop();
        queue.shutDown();
        watch.close();
        var lasting = endLasting();
        var running = workers.stop().thenCompose(_ -> endLasting()); // the last runs may have begun more
        return CompletableFuture.allOf(running, companions.stop("the operator stops"), lasting);
    }

    private CompletableFuture<Void> endLasting() {
        return CompletableFuture.allOf(
                states.values().stream().map(KeyState::end).toArray(CompletableFuture[]::new));
    }

    void interrupt() {
        workers.interrupt();
        companions.interrupt();
    }

    private void scale() {
        var said = parts.controls().workers(plan.name);
        scaling.between(
                said.map(ControlState.Bounds::least).orElse(plan.minWorkers),
                said.map(ControlState.Bounds::most).orElse(most));
    }

    private void controlsChanged() {
        scale();
        Thread.startVirtualThread(
                () -> { // there may be many objects
                    pausing.resumed(key ->
                                    primary.get(key).map(RawObject::header).orElse(null))
                            .forEach(queue::add);
                    companions.controlsChanged();
                });
    }

    private Bottleneck.Requests requests() {
        var gate = parts.client().gate().state();
        return new Bottleneck.Requests(
                gate.reads().inFlight() + gate.writes().inFlight(),
                gate.reads().waiting() + gate.writes().waiting(),
                gate.reads().admitted() + gate.writes().admitted());
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
            scaling.stirred(); // what came due by itself waits like anything else
            work(key, worker);
        }
    }

    private void work(ObjectKey key, Workers.Worker worker) {
        var attempt = watch.begin(key, () -> workers.replace(worker));
        try {
            work(key, attempt);
        } catch (RuntimeException | Error e) {
            unexpected(key, e);
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
        if (pausing.holds(object.get().header())) {
            return; // its causes stay
        }
        try {
            run.run(object.get(), state, attempt);
        } catch (InterruptedException e) {
            if (!stopping && attempt.returned()) {
                aftermath.failed(object.get().header(), state, e);
            }
        }
        states.computeIfPresent(
                key, (_, known) -> known.isBlank() ? null : known); // most objects need no memory of them
    }

    /** Neither the author's code nor the API server: what went wrong is in here, or in the JVM. The worker and the key outlive it. */
    private void unexpected(ObjectKey key, Throwable failure) {
        try {
            log.error(
                    "{}: failed where nothing should, and is run again in {} ms", key, UNEXPECTED.toMillis(), failure);
            states.compute(key, (_, known) -> {
                var state = known == null ? new KeyState() : known;
                state.add(new Cause(Cause.What.RETRIED, plan.kind.name(), key, ""));
                return state;
            });
        } finally {
            queue.addAfter(key, UNEXPECTED); // whatever is out of order, or out of memory
        }
    }

    private void forget(ObjectKey key) {
        queue.cancel(key);
        pausing.forget(key);
        var state = states.remove(key);
        if (state != null) {
            var _ = state.end();
        }
        parts.letters().settle(aftermath.id(key));
    }
}
