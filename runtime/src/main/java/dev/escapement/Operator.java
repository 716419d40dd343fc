package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.escapement.cache.CacheStats;
import dev.escapement.cache.Informer;
import dev.escapement.client.ApiClient;
import dev.escapement.client.GateState;
import dev.escapement.client.ObjectKey;
import dev.escapement.queue.QueueStats;
import dev.escapement.queue.WorkQueue;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Controllers at work on a cluster.
 *
 * <pre>{@code
 * try (var operator = Operator.named("websites").controller(websites).start()) {
 *     ...
 * }
 * }</pre>
 */
public final class Operator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

    private final OperatorBuilder settings;
    private final SharedCaches shared;
    private final ApiClient client;
    private final Informers informers;
    private final EventWriter events;
    private final ClusterDeadLetters letters;
    private final Controls controls;
    private final ControlMap controlMap;
    private final Loops loops = new Loops();
    private final Standby standby;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Operator(OperatorBuilder settings) {
        this.settings = settings;
        this.shared = settings.shared();
        this.client = shared.client();
        this.informers = new Informers(shared);
        this.events = new EventWriter(settings.name, client, shared.clock());
        this.letters = new ClusterDeadLetters(
                settings.name, client, shared.clock(), events, settings.subjects(informers), settings.letters());
        letters.onRelease(loops::released);
        this.controls = new Controls(
                settings.name, settings.plans.stream().map(p -> p.name).collect(Collectors.toSet()));
        this.controlMap = ControlMap.of(settings, controls, client, shared.clock());
        var writer = new Writer(client, informers, settings.name);
        this.standby = Standby.of(
                settings,
                shared,
                controlMap.key().namespace(),
                loops,
                writer,
                () -> Thread.startVirtualThread(this::stop));
        try {
            addControllers(writer);
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    private void addControllers(Writer writer) {
        var parts = new Parts(
                settings.name,
                client,
                informers,
                writer,
                shared.clock(),
                events,
                controls,
                letters,
                settings.observer,
                List.of());
        for (var plan : settings.plans) {
            loops.add(new ControllerLoop<>(plan, settings.namespace, parts));
        }
        settings.plans.stream()
                .flatMap(plan -> plan.indexes.stream())
                .forEach(indexed -> informers.index(indexed.kind(), indexed.index()));
    }

    /** Needs nothing any more that others may share. */
    private void leave() {
        informers.close();
        shared.leave();
    }

    SharedCaches shared() {
        return shared;
    }

    OperatorBuilder settings() {
        return settings;
    }

    /** An operator to be; the name is its field manager and part of its finalizers, so keep it. */
    public static OperatorBuilder named(String name) {
        return new OperatorBuilder(name);
    }

    /**
     * The operator of a program: runs its {@code main} up to {@link OperatorBuilder#run}, which starts nothing. For those who start
     * it elsewhere, such as simulations.
     *
     * @throws IllegalArgumentException if it does not get there
     */
    public static OperatorBuilder declaredBy(Runnable main) {
        var declared = new AtomicReference<@Nullable OperatorBuilder>();
        ScopedValue.where(OperatorBuilder.DECLARED, declared::set).run(main);
        var builder = declared.get();
        if (builder == null) {
            throw new IllegalArgumentException("the program does not come to an operator's run(...)");
        }
        return builder;
    }

    Operator started() throws InterruptedException {
        try {
            if (loops.isEmpty()) {
                throw new OperatorException(
                        "operator \"" + settings.name + "\" has no controller: add one with .controller(...)");
            }
            new Startup(client, shared.clock(), settings.patience).check();
            letters.start();
            controlMap.start();
            informers.fill();
            letters.awaitLoaded();
        } catch (InterruptedException | RuntimeException e) {
            controlMap.close();
            letters.close();
            leave();
            throw e;
        }
        standby.start();
        return this;
    }

    /** Its connection to the cluster, as fabric8's typed client. */
    public KubernetesClient client() {
        return client.typed();
    }

    /** The name that it was given. */
    public String name() {
        return settings.name;
    }

    /** What can be changed while it runs: pauses, workers, how much is logged. */
    public Controls controls() {
        return controls;
    }

    /** Whether its caches have been filled. */
    public boolean isSynced() {
        return informers.areSynced();
    }

    /**
     * What keeps it from processing events as it should; empty if it is well, or is told to stop. An API
     * server that is not there makes it blind, which is told after a minute, and which no restart helps.
     */
    public List<Ailment> ailments() {
        if (isClosing()) {
            return List.of();
        }
        return isStandingBy() ? informers.ailments().toList() : loops.ailments(informers);
    }

    /** The last runs of an object that the operator remembers, the latest first: at most 8 each, of the 512 objects that ran last. */
    public List<PastRun> history(String controller, ObjectKey key) {
        return loops.history(controller, key);
    }

    /** Whether it waits for its turn, as one of several {@linkplain OperatorBuilder#standby() replicas}. */
    public boolean isStandingBy() {
        return standby.waits();
    }

    /** Whether it has ended because it lost its Lease. */
    public boolean hasLostLease() {
        return standby.isLost();
    }

    /** Whether it has been told to stop, or has stopped. */
    public boolean isClosing() {
        return closing.get();
    }

    /** How many keys wait for a worker, over all controllers. */
    public int depth() {
        return loops.sum(WorkQueue::depth);
    }

    /** How many runs are on their way, over all controllers. */
    public int processing() {
        return loops.sum(WorkQueue::processing);
    }

    /** How many keys are scheduled for later, over all controllers. */
    public int scheduled() {
        return loops.sum(WorkQueue::scheduled);
    }

    /** What the gate that its requests pass does, and has done. */
    public GateState gate() {
        return client.gate().state();
    }

    /** The queues' figures, by the name of the controller. */
    public Map<String, QueueStats> queues() {
        return loops.byName(loop -> loop.queue().stats());
    }

    /** How the runs of its controllers went. */
    public List<RunStats> runs() {
        return loops.stream().map(ControllerLoop::runs).toList();
    }

    /** What its timers do. */
    public List<TimerStats> timers() {
        return loops.timers();
    }

    /** What its daemons do. */
    public List<DaemonStats> daemons() {
        return loops.daemons();
    }

    /** All that there is to be seen of it, object by object. */
    public Insight insight() {
        return new Insight(
                settings.name,
                shared,
                controls,
                controlMap.key(),
                loops.stream().map(loop -> loop.view(letters.table())).toList(),
                letters,
                events);
    }

    /** What its caches hold, one for each kind and selection. */
    public List<CacheStats> caches() {
        return informers.all().stream().map(Informer::stats).toList();
    }

    /**
     * Stops in order: no further change comes in, runs may finish within the grace time, then they are interrupted, and
     * abandoned if they do not heed it. Returns when that is over; further calls wait for the first.
     */
    @Override
    public void close() {
        stop();
    }

    /** Waits until the operator has been closed. */
    public void awaitClosed() throws InterruptedException {
        ended.await();
    }

    /** As {@link #close}; returns how many runs had to be abandoned. */
    int stop() {
        if (!closing.compareAndSet(false, true)) {
            return closed.join();
        }
        standby.refuse();
        controlMap.close();
        informers.close();
        loops.stop(shared.clock(), standby.isLost() ? Duration.ZERO : settings.grace);
        int left = processing();
        if (left > 0) {
            LOG.error("{}: {} runs did not end, even when interrupted, and are abandoned", settings.name, left);
        }
        try {
            letters.close();
            events.close();
            standby.close(); // when nothing is written any more
            shared.leave();
        } finally {
            closed.complete(left);
            ended.countDown();
        }
        return left;
    }
}
