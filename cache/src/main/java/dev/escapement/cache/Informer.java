package dev.escapement.cache;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
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
        this.kind = kind;
        this.listeners = new Listeners(clock);
        this.selections = withoutCovered(kind, selections);
        this.store = new Store(kind, this.selections, listeners);
        this.reflectors = store.sources().stream()
                .map(source -> new Reflector(client, clock, kind, source.selection(), source))
                .toList();
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

    /** Adds a listener; do so before the start, since it is told of later changes only. */
    public void listen(ChangeListener listener) {
        listeners.add(listener);
    }

    /**
     * Makes objects be found by an index, if they are not yet.
     *
     * @throws IllegalStateException after the start
     */
    public void index(Index index) {
        if (started.get()) {
            throw new IllegalStateException(
                    kind.name() + ": index \"" + index.name() + "\" comes after the informer's start");
        }
        store.index(index);
    }

    /** Begins to list and watch, on threads of its own. */
    public void start() {
        started.set(true);
        reflectors.forEach(Reflector::start);
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

    /** Whether it holds all that a selector selects, as far as can be told without a proof. */
    public boolean covers(Selector selector) {
        return store.covers(selector);
    }

    /** Whether it holds whole objects, not their metadata only. */
    public boolean isWhole() {
        return !selections.getFirst().metadataOnly();
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

    /** How many objects it holds. */
    public int size() {
        return store.size();
    }

    /** What it holds, in figures. */
    public CacheStats stats() {
        var text = selections.stream()
                .map(s -> s.where().strip())
                .filter(where -> !where.isEmpty())
                .sorted()
                .collect(Collectors.joining(" or "));
        return new CacheStats(kind.resource(), (isWhole() ? "" : "metadata ") + text, store.size(), store.bytes());
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
