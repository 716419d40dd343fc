package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

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
    private static final Backoff RETRY =
            Backoff.exponential(Duration.ofSeconds(1)).attempts(12);

    private final Class<T> type;
    private final Kind kind;
    private String name;
    private String labels = "";
    private List<Secondary> secondaries = List.of();
    private @Nullable Reconciler<T> reconciler;
    private @Nullable Reconciler<T> cleanup;
    private Backoff retry = RETRY;
    private int workers = 16;
    private Function<ObjectKey, ?> flow = ObjectKey::namespace;

    private Controller(Class<T> type) {
        this.type = type;
        this.kind = Kind.of(type);
        this.name = kind.plural().toLowerCase(Locale.ROOT);
    }

    /** A kind that is watched beside the controller's own. */
    record Secondary(
            Class<? extends HasMetadata> type,
            Kind kind,
            String labels,
            @Nullable Mapping mapping) {
        /** In a namespace, or in all if it is empty. */
        Selection selection(String namespace) {
            return Selection.in(kind.namespaced() ? namespace : "").labelled(labels);
        }
    }

    /** A controller of all objects of a type: a built-in model of fabric8's, or a {@code CustomResource}. */
    public static <T extends HasMetadata> Controller<T> of(Class<T> type) {
        return new Controller<>(type);
    }

    /** The name in logs and metrics; the plural of the kind unless it is set. An operator's controllers differ in it. */
    public Controller<T> named(String value) {
        return with(c -> c.name = value);
    }

    /** Only objects that match a label selector, such as {@code tier in (web), !legacy}. */
    public Controller<T> labelled(String selector) {
        return with(c -> c.labels = selector);
    }

    /** Objects of another type that belong to these by owner reference: their changes bring a run of the owner. */
    public Controller<T> owns(Class<? extends HasMetadata> other) {
        return with(new Secondary(other, Kind.of(other), "", null));
    }

    /** Objects of another type, whose changes bring runs of the objects that the mapping names. */
    public Controller<T> watches(Class<? extends HasMetadata> other, Mapping mapping) {
        return watches(other, "", mapping);
    }

    /** The same, for those that match a label selector. */
    public Controller<T> watches(Class<? extends HasMetadata> other, String selector, Mapping mapping) {
        return with(new Secondary(other, Kind.of(other), selector, mapping));
    }

    /** What is done for each object. */
    public Controller<T> reconcile(Reconciler<T> code) {
        return with(c -> c.reconciler = code);
    }

    /**
     * What is done for an object that is being deleted, before it goes. Only needed for what lies outside of the cluster or in
     * other namespaces: owned objects are collected by themselves. It sets a finalizer on each object, which an outcome of
     * {@link Outcome#done()} removes.
     */
    public Controller<T> cleanup(Reconciler<T> code) {
        return with(c -> c.cleanup = code);
    }

    /** How failures are retried; unless set: 1 s, doubling up to 5 min, with jitter, 12 attempts. */
    public Controller<T> retry(Backoff backoff) {
        return with(c -> c.retry = backoff);
    }

    /** How many objects are reconciled at a time, at most; 1 or more; 16 unless set. */
    public Controller<T> workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("workers must be at least 1, but is " + count);
        }
        return with(c -> c.workers = count);
    }

    /**
     * What shares the workers evenly when there is more to do than they can: the namespaces of the objects, unless set. A flow
     * that floods the operator delays the others by no more than its share.
     *
     * @param flow gives a key's flow, such as a tenant; fast, never null, and always the same for a key
     */
    public Controller<T> fairBy(Function<ObjectKey, ?> flow) {
        return with(c -> c.flow = flow);
    }

    private Controller<T> with(Secondary secondary) {
        return with(c -> c.secondaries =
                Stream.concat(c.secondaries.stream(), Stream.of(secondary)).toList());
    }

    private Controller<T> with(Consumer<Controller<T>> change) {
        var copy = new Controller<>(type);
        copy.name = name;
        copy.labels = labels;
        copy.secondaries = secondaries;
        copy.reconciler = reconciler;
        copy.cleanup = cleanup;
        copy.retry = retry;
        copy.workers = workers;
        copy.flow = flow;
        change.accept(copy);
        return copy;
    }

    Class<T> type() {
        return type;
    }

    Kind kind() {
        return kind;
    }

    String name() {
        return name;
    }

    List<Secondary> secondaries() {
        return secondaries;
    }

    @Nullable
    Reconciler<T> reconciler() {
        return reconciler;
    }

    @Nullable
    Reconciler<T> cleanup() {
        return cleanup;
    }

    Backoff retry() {
        return retry;
    }

    Function<ObjectKey, ?> flow() {
        return flow;
    }

    int workers() {
        return workers;
    }

    /** Its objects in a namespace, or in all if it is empty. */
    Selection selection(String namespace) {
        return Selection.in(kind.namespaced() ? namespace : "").labelled(labels);
    }
}
