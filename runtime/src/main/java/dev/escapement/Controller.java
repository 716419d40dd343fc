package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.cache.Index;
import dev.escapement.cache.Selector;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.time.Backoff;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
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
    private List<String> labels = List.of("");
    private List<String> namespaces = List.of();
    private List<Secondary> secondaries = List.of();
    private List<Indexed> indexes = List.of();
    private Set<Kind> metadataOnly = Set.of();
    private List<Viewed> views = List.of();
    private @Nullable Reconciler<T> reconciler;
    private @Nullable Reconciler<T> cleanup;
    private Backoff retry = RETRY;
    private int workers = 16;
    private Function<ObjectKey, ?> flow = ObjectKey::namespace;

    private Controller(Class<T> type, Kind kind) {
        this.type = type;
        this.kind = kind;
        this.name = kind.plural().toLowerCase(Locale.ROOT);
    }

    /** A kind that is watched beside the controller's own. */
    record Secondary(
            Class<? extends HasMetadata> type,
            Kind kind,
            String labels,
            @Nullable Mapping mapping) {}

    /** An index of the objects of a kind that the controller watches. */
    record Indexed(Kind kind, Index index) {}

    /** A kind of which only that is kept that a record speaks of. */
    record Viewed(Class<? extends HasMetadata> type, Kind kind, Class<? extends Record> part) {}

    /** A controller of all objects of a type: a built-in model of fabric8's, or a {@code CustomResource}. */
    public static <T extends HasMetadata> Controller<T> of(Class<T> type) {
        return new Controller<>(type, Kind.of(type));
    }

    /** A controller of a kind for which there is no class: its objects are maps. */
    public static Controller<GenericKubernetesResource> of(Kind kind) {
        return new Controller<>(GenericKubernetesResource.class, kind);
    }

    /** The name in logs and metrics; the plural of the kind unless it is set. An operator's controllers differ in it. */
    public Controller<T> named(String value) {
        return with(c -> c.name = value);
    }

    /**
     * Only objects that match a label selector, such as {@code tier in (web), !legacy}, or any of several.
     *
     * @throws IllegalArgumentException with the place of what is wrong
     */
    public Controller<T> labelled(String... selectors) {
        List.of(selectors).forEach(Selector::labels);
        return with(c -> c.labels = List.of(selectors));
    }

    /**
     * Only objects in these namespaces, and of its other types too, in place of the operator's; cluster-scoped ones are not
     * concerned.
     */
    public Controller<T> namespaces(String... names) {
        return with(c -> c.namespaces = List.of(names));
    }

    /**
     * Keeps nothing but the metadata of the objects of a type, its own or another one: for what is large or plenty and of which
     * only names, labels, annotations or owners matter. Its own objects are then given to the reconciler without the rest; those
     * of others are read with {@link Context#headers}, while {@code get} and {@code list} ask the API server.
     */
    public Controller<T> metadataOnly(Class<? extends HasMetadata> watched) {
        var kinds = Stream.concat(metadataOnly.stream(), Stream.of(Kind.of(watched)));
        return with(c -> c.metadataOnly = kinds.collect(Collectors.toUnmodifiableSet()));
    }

    /** Finds objects of a type that it watches, its own or another one, by indexes; see {@link Selector#by}. */
    public Controller<T> index(Class<? extends HasMetadata> watched, Index... more) {
        var all = Stream.concat(indexes.stream(), Stream.of(more).map(i -> new Indexed(Kind.of(watched), i)));
        return with(c -> c.indexes = all.toList());
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
        var viewed = new Viewed(other, Kind.of(other), record);
        return with(c ->
                c.views = Stream.concat(c.views.stream(), Stream.of(viewed)).toList());
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
        var copy = new Controller<>(type, kind);
        copy.name = name;
        copy.labels = labels;
        copy.namespaces = namespaces;
        copy.indexes = indexes;
        copy.metadataOnly = metadataOnly;
        copy.views = views;
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

    List<Viewed> views() {
        return views;
    }

    List<Indexed> indexes() {
        return indexes;
    }

    /** The namespaces that it works in, unless the operator is for another one; none for all. */
    List<String> namespaces(String ofOperator) {
        return !namespaces.isEmpty() ? namespaces : ofOperator.isEmpty() ? List.of() : List.of(ofOperator);
    }

    /** Which of its own objects it watches. */
    Set<Selection> selections(String ofOperator) {
        return selections(kind, labels, ofOperator);
    }

    /** Which objects of another kind it watches. */
    Set<Selection> selections(Secondary secondary, String ofOperator) {
        return selections(secondary.kind, List.of(secondary.labels), ofOperator);
    }

    /** Which objects it reads as records. */
    Set<Selection> selections(Viewed viewed, String ofOperator) {
        var within = viewed.kind.namespaced() ? namespaces(ofOperator) : List.<String>of();
        return within.isEmpty()
                ? Set.of(Selection.ALL)
                : within.stream().map(Selection::in).collect(Collectors.toUnmodifiableSet());
    }

    private Set<Selection> selections(Kind watched, List<String> selectors, String ofOperator) {
        var within = watched.namespaced() ? namespaces(ofOperator) : List.<String>of();
        return (within.isEmpty() ? List.of("") : within)
                .stream()
                        .flatMap(namespace -> selectors.stream().map(Selection.in(namespace)::labelled))
                        .map(selection -> metadataOnly.contains(watched) ? selection.onlyMetadata() : selection)
                        .collect(Collectors.toUnmodifiableSet());
    }
}
