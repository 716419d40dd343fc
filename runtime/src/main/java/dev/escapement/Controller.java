package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.cache.Index;
import dev.escapement.cache.Selector;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * How objects of one kind are reconciled. Immutable: each method returns another controller.
 *
 * <pre>{@code
 * Controller.of(Website.class).owns(ConfigMap.class).owns(Deployment.class).reconcile(this::reconcile)
 * }</pre>
 *
 * @param <T> the type of the objects
 */
public final class Controller<T extends HasMetadata> {
    static final Backoff RETRY = Backoff.exponential(Duration.ofSeconds(1)).attempts(12);

    private static final ChangeFilter ALL = (_, _) -> true;

    private final Plan<T> plan;

    private Controller(Plan<T> plan) {
        this.plan = plan;
    }

    /** A controller of all objects of a type: a built-in model of fabric8's, or a {@code CustomResource}. */
    public static <T extends HasMetadata> Controller<T> of(Class<T> type) {
        return new Controller<>(new Plan<>(type, Kind.of(type)));
    }

    /** A controller of a kind for which there is no class: its objects are maps. */
    public static Controller<GenericKubernetesResource> of(Kind kind) {
        return new Controller<>(new Plan<>(GenericKubernetesResource.class, kind));
    }

    /** The name in logs and metrics; the plural of the kind unless it is set. An operator's controllers differ in it. */
    public Controller<T> named(String value) {
        return with(p -> p.name = value);
    }

    /**
     * Only objects that match a label selector, such as {@code tier in (web), !legacy}, or any of several.
     *
     * @throws IllegalArgumentException with the place of what is wrong
     */
    public Controller<T> labelled(String... selectors) {
        List.of(selectors).forEach(Selector::labels);
        return with(p -> p.labels = List.of(selectors));
    }

    /**
     * Only objects in these namespaces, and of its other types too, in place of the operator's; cluster-scoped ones are not
     * concerned.
     */
    public Controller<T> namespaces(String... names) {
        return with(p -> p.namespaces = List.of(names));
    }

    /**
     * Keeps nothing but the metadata of the objects of a type, its own or another one: for what is large or plenty and of which
     * only names, labels, annotations or owners matter. Its own objects are then given to the reconciler without the rest; those
     * of others are read with {@link Context#headers}, while {@code get} and {@code list} ask the API server.
     */
    public Controller<T> metadataOnly(Class<? extends HasMetadata> watched) {
        var kinds = Stream.concat(plan.metadataOnly.stream(), Stream.of(Kind.of(watched)));
        return with(p -> p.metadataOnly = kinds.collect(Collectors.toUnmodifiableSet()));
    }

    /** Finds objects of a type that it watches, its own or another one, by indexes; see {@link Selector#by}. */
    public Controller<T> index(Class<? extends HasMetadata> watched, Index... more) {
        var mine = Stream.of(more).map(i -> new Plan.Indexed(Kind.of(watched), i));
        return with(p -> p.indexes = Stream.concat(p.indexes.stream(), mine).toList());
    }

    /** Objects of another type that belong to these by owner reference: their changes bring a run of the owner. */
    public Controller<T> owns(Class<? extends HasMetadata> other) {
        return with(new Plan.Secondary(other, Kind.of(other), "", null, ALL));
    }

    /** The same, of whose changes only those bring a run that matter. */
    public Controller<T> owns(Class<? extends HasMetadata> other, ChangeFilter when) {
        return with(new Plan.Secondary(other, Kind.of(other), "", null, when));
    }

    /** Objects of another type, whose changes bring runs of the objects that the mapping names. */
    public Controller<T> watches(Class<? extends HasMetadata> other, Mapping mapping) {
        return watches(other, "", mapping);
    }

    /** The same, for those that match a label selector. */
    public Controller<T> watches(Class<? extends HasMetadata> other, String selector, Mapping mapping) {
        return with(new Plan.Secondary(other, Kind.of(other), selector, mapping, ALL));
    }

    /** The same, of whose changes only those bring runs that matter. */
    public Controller<T> watches(
            Class<? extends HasMetadata> other, String selector, Mapping mapping, ChangeFilter when) {
        return with(new Plan.Secondary(other, Kind.of(other), selector, mapping, when));
    }

    /** Objects of another type that it reads, so that reads come from the cache; their changes bring no runs. */
    public Controller<T> reads(Class<? extends HasMetadata> other) {
        return watches(other, _ -> List.of());
    }

    /**
     * Objects of another type that it reads as records, with {@link Context#view} and {@link Context#views}. Nothing is kept of
     * them but the members of JSON that the record's components are named after, and the metadata. Their changes bring no runs.
     *
     * @param record immutable in depth, since all readers get the same
     * @throws IllegalArgumentException if it is no record
     */
    public Controller<T> views(Class<? extends HasMetadata> other, Class<? extends Record> record) {
        return with(p -> p.views = Plan.plus(p.views, new Plan.Viewed(other, Kind.of(other), record)));
    }

    /** What is done for each object. */
    public Controller<T> reconcile(Reconciler<T> code) {
        return with(p -> p.reconciler = code);
    }

    /**
     * What is done for an object that is being deleted, before it goes. Only needed for what lies outside of the cluster or in
     * other namespaces: owned objects are collected by themselves. It sets a finalizer on each object, which an outcome of
     * {@link Outcome#done()} removes.
     */
    public Controller<T> cleanup(Reconciler<T> code) {
        return with(p -> p.cleanup = code);
    }

    /**
     * What is called for each object again and again, beside reconciling it; see {@link Every}. It needs no finalizer, stops at
     * once when an object is deleted, and leaves nothing behind when all is well: no Event, no log line, no request.
     *
     * @param name in figures, logs and dead letters; a controller's timers differ in it
     */
    public Controller<T> timer(String name, Every every, Timed<T> code) {
        if (plan.timers.stream().anyMatch(timer -> timer.name().equals(name))) {
            throw new IllegalArgumentException(
                    "controller \"" + plan.name + "\" has two timers called \"" + name + "\": give one another name");
        }
        return with(p -> p.timers = Plan.plus(p.timers, new Plan.Timer<>(name, every, code)));
    }

    /** The same for code that is given the object, which is decoded for each call. */
    public Controller<T> timer(String name, Every every, Timed.WithObject<T> code) {
        return timer(name, every, context -> code.call(context.object(), context));
    }

    /**
     * What runs for each object as long as it is there, on a thread of its own, beside reconciling it; for what has to happen more
     * often than a timer should, or waits for something.
     *
     * @param name in figures, logs and dead letters; a controller's daemons differ in it
     */
    public Controller<T> daemon(String name, Daemon<T> code) {
        return daemon(name, Always.always(), code);
    }

    /** The same, kept running in another way. */
    public Controller<T> daemon(String name, Always always, Daemon<T> code) {
        if (plan.daemons.stream().anyMatch(daemon -> daemon.name().equals(name))) {
            throw new IllegalArgumentException(
                    "controller \"" + plan.name + "\" has two daemons called \"" + name + "\": give one another name");
        }
        return with(p -> p.daemons = Plan.plus(p.daemons, new Plan.Daemons<>(name, always, code)));
    }

    /** How failures are retried; unless set: 1 s, doubling up to 5 min, with jitter, 12 attempts. */
    public Controller<T> retry(Backoff backoff) {
        return with(p -> p.retry = backoff);
    }

    /** Which changes of its own objects bring a run: all of them, unless set; those of {@link #owns} have filters of their own. */
    public Controller<T> when(ChangeFilter filter) {
        return with(p -> p.when = filter);
    }

    /** What failures mean; {@link Classifier#standard()} unless set. */
    public Controller<T> failures(Classifier classifier) {
        return with(p -> p.failures = classifier);
    }

    /**
     * How long a run may take; 10 min unless set. Then it is interrupted, which is a failure; one that does not end then is given
     * up 5 s later: another worker takes the place of the one that it holds, and the object becomes a dead letter.
     *
     * @param duration zero for no limit
     */
    public Controller<T> limit(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("the limit of a run must not be negative, but is " + duration);
        }
        return with(p -> p.limit = duration);
    }

    /** How many objects are reconciled at a time, at most and always; 1 or more. See {@link #workers(int, int)}. */
    public Controller<T> workers(int count) {
        return workers(count, count);
    }

    /**
     * How many objects are reconciled at a time: more when they wait although there are processors and heap for more, fewer when
     * there is nothing to do. From 16 to one for each 256 KiB of the largest heap (at most 4096) unless set.
     *
     * @param least 1 or more
     * @param most as many or more
     */
    public Controller<T> workers(int least, int most) {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException(
                    "workers must be at least 1, and at most as many as the most, but are " + least + " to " + most);
        }
        return with(p -> {
            p.minWorkers = least;
            p.maxWorkers = most;
        });
    }

    /**
     * What shares the workers evenly when there is more to do than they can: the namespaces of the objects, unless set. A flow
     * that floods the operator delays the others by no more than its share.
     *
     * @param flow gives a key's flow, such as a tenant; fast, never null, and always the same for a key
     */
    public Controller<T> fairBy(Function<ObjectKey, ?> flow) {
        return with(p -> p.flow = flow);
    }

    private Controller<T> with(Plan.Secondary secondary) {
        return with(p -> p.secondaries = Plan.plus(p.secondaries, secondary));
    }

    private Controller<T> with(Consumer<Plan<T>> change) {
        return new Controller<>(plan.with(change));
    }

    Plan<T> plan() {
        return plan;
    }
}
