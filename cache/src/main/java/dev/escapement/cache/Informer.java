package dev.escapement.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Json;
import dev.escapement.client.Kind;
import dev.escapement.client.MetadataOnly;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Projection;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A local copy of the objects of one kind and some selections, kept up to date by the API server's reports.
 *
 * <p>It holds bytes and headers; whoever reads decodes a copy of their own. With several selections (namespaces, labels) it
 * holds what any of them selects, each object once. Safe for use by many threads.
 */
public final class Informer implements AutoCloseable {
    private final Kind kind;
    private final List<Selection> selections;
    private final Listeners listeners;
    private final ConcurrentHashMap<Class<?>, View<?>> views = new ConcurrentHashMap<>();
    private final Json json;
    private final @Nullable Class<?> part;
    /** What is kept of an object; null for all. */
    private final @Nullable Projection kept;

    private final Store store;
    private final List<Reflector> reflectors;
    private final AtomicBoolean started = new AtomicBoolean();

    /** An informer of one selection, which does nothing before it is started. */
    public Informer(ApiClient client, Clock clock, Kind kind, Selection selection) {
        this(client, clock, kind, List.of(selection));
    }

    /**
     * An informer of what any of some selections selects, which does nothing before it is started. One that another covers is
     * not watched by itself.
     *
     * @throws IllegalArgumentException if there is no selection, if one does not say what it should, or if some but not all are
     *     of metadata only
     */
    public Informer(ApiClient client, Clock clock, Kind kind, Collection<Selection> selections) {
        this(client, clock, kind, selections, null);
    }

    /**
     * The same, of whose objects only that is kept that a record speaks of, and their metadata.
     *
     * @param part the record, see {@link View}; null for whole objects
     * @throws IllegalArgumentException if {@code part} is no record, too
     */
    public Informer(
            ApiClient client, Clock clock, Kind kind, Collection<Selection> selections, @Nullable Class<?> part) {
        this.kind = kind;
        this.listeners = new Listeners(clock);
        this.json = client.json();
        this.part = part;
        this.selections = withoutCovered(kind, selections);
        boolean metadataOnly = this.selections.getFirst().metadataOnly();
        this.kept = part != null ? Projection.of(part) : metadataOnly ? Projection.metadata() : null;
        this.store = new Store(kind, this.selections, form(part, kept), listeners, listeners.turn);
        this.reflectors = store.sources().stream()
                .map(source -> new Reflector(client, clock, kind, source.selection(), source))
                .toList();
    }

    private UnaryOperator<RawObject> form(@Nullable Class<?> record, @Nullable Projection wanted) {
        if (wanted == null) {
            return UnaryOperator.identity();
        }
        return record == null ? object -> MetadataOnly.of(kind, object) : wanted::of;
    }

    /** The least that selects the same. */
    static List<Selection> withoutCovered(Kind kind, Collection<Selection> selections) {
        var all = selections.stream()
                .map(s -> kind.namespaced() ? s : s.within(""))
                .distinct()
                .toList();
        if (all.stream().map(Selection::metadataOnly).distinct().count() != 1) {
            throw new IllegalArgumentException(
                    kind.name() + ": there are no selections, or some of metadata only beside some that are not");
        }
        return all.stream()
                .filter(s -> all.stream().noneMatch(other -> !other.equals(s) && other.covers(s)))
                .toList();
    }

    /**
     * Adds a listener. At any time: it is told of all that there is first, as added and {@link Change#initial}, on the caller's
     * thread, and then of each change; none is left out or told twice.
     */
    public void listen(ChangeListener listener) {
        listeners.add(listener, store::reported);
    }

    /** Takes a listener out again, the same one that was added. It may be told one more change, which is on its way. */
    public void unlisten(ChangeListener listener) {
        listeners.remove(listener);
    }

    /**
     * Makes objects be found by an index, if they are not yet. At any time: reads go on, and use it when all that is here has
     * been added to it, which is when this returns.
     */
    public void index(Index index) {
        store.index(index);
    }

    /** Begins to list and watch, on threads of its own, if it has not. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            reflectors.forEach(Reflector::start);
        }
    }

    /** Done when all first lists are in. It fails as soon as one of them does; see {@link #synced(Selection)}. */
    public CompletableFuture<Void> synced() {
        var all = reflectors.stream().map(Reflector::synced).toList();
        var synced = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        all.forEach(one -> one.exceptionally(failure -> {
            synced.completeExceptionally(failure);
            return null;
        }));
        return synced;
    }

    /**
     * Done when the first list of one of its selections is in. It fails, with the server's answer, when the list can't be had
     * for a reason that waiting does not mend: no such kind (404), no permission (403), no valid credentials (401).
     */
    public CompletableFuture<Void> synced(Selection selection) {
        return reflectors.get(selections.indexOf(selection)).synced();
    }

    /** The kind of its objects. */
    public Kind kind() {
        return kind;
    }

    /** Which objects of the kind it holds: those that any of these selects. */
    public List<Selection> selections() {
        return selections;
    }

    /**
     * Whether it holds all that a selector selects, and enough of it to tell. No is also said where that is not certain; of labels,
     * what can be told from the requirements on one key is: {@code app=a} is part of {@code app in (a, b)}, {@code n>5} of
     * {@code n>3}.
     */
    public boolean covers(Selector selector) {
        return store.covers(selector)
                && selector.alternatives().stream()
                        .flatMap(Alternative::places)
                        .allMatch(place -> kept == null || kept.has(place));
    }

    /** Whether it holds whole objects, not just a part of them. */
    public boolean isWhole() {
        return kept == null;
    }

    /** The newest known state of an object. */
    public Optional<RawObject> get(ObjectKey key) {
        return Optional.ofNullable(store.get(key));
    }

    /** All objects, in no order. */
    public Stream<RawObject> objects() {
        return store.objects();
    }

    /**
     * The selected objects, in no order, found by an index where there is one that helps. Each was selected in the state in which
     * it is given; the stream is not a snapshot of all of them at one moment.
     */
    public Stream<RawObject> select(Selector selector) {
        return store.select(selector);
    }

    /**
     * Its objects as records.
     *
     * @throws IllegalArgumentException if it keeps only what another record speaks of
     */
    @SuppressWarnings("unchecked") // a view is kept under its type
    public <V extends Record> View<V> view(Class<V> type) {
        if (!isWhole() && type != part) {
            throw new IllegalArgumentException(kind.name() + ": " + type.getName() + " is not what is kept of it");
        }
        return (View<V>) views.computeIfAbsent(type, _ -> new View<>(this, type, json));
    }

    /** For how long it, or a part of it, has not heard of changes; zero if it does. It goes on trying. */
    public Duration blind() {
        return reflectors.stream()
                .map(Reflector::blind)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Whether a part of it has ended, though it was started and not closed: it will not hear of changes any more. */
    public boolean isDead() {
        return started.get() && reflectors.stream().anyMatch(Reflector::isDead);
    }

    /** How many objects it holds. */
    public int size() {
        return store.size();
    }

    /** What it is fed by; for tests without a server. */
    List<Source> sources() {
        return store.sources();
    }

    /** What it holds, in figures. */
    public CacheStats stats() {
        var text = selections.stream()
                .map(s -> s.where().strip())
                .filter(where -> !where.isEmpty())
                .sorted()
                .collect(Collectors.joining(" or "));
        return new CacheStats(
                kind.resource(),
                (part != null ? part.getSimpleName() + " " : isWhole() ? "" : "metadata ") + text,
                store.size(),
                store.bytes(),
                reflectors.stream().mapToLong(one -> one.tally.begun()).sum(),
                reflectors.stream()
                        .map(one -> one.tally.quiet())
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO));
    }

    /**
     * Takes over what this operator has just written, so that reads see it at once. An object that is certainly not selected is
     * not taken in; one that has been, and is selected no more, stays until the API server reports that it left.
     *
     * @param writer whom the API server's report of it, when it comes, is to name as its writer; null if it is to be as if
     *     somebody else had written
     */
    public void wrote(RawObject written, @Nullable Object writer) {
        store.wrote(written, writer);
    }

    /** Ends the watches; what is here stays readable. */
    @Override
    public void close() {
        reflectors.forEach(Reflector::close);
        listeners.close();
    }
}
