package dev.escapement.cache;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A local copy of the objects of one kind and selection, kept up to date by the API server's reports.
 *
 * <p>It holds bytes and headers; whoever reads decodes a copy of their own. Safe for use by many threads.
 */
public final class Informer implements AutoCloseable {
    private final Kind kind;
    private final Selection selection;
    private final Listeners listeners;
    private final Store store;
    private final Reflector reflector;

    /** An informer that does nothing before it is started. */
    public Informer(ApiClient client, Clock clock, Kind kind, Selection selection) {
        this.kind = kind;
        this.selection = selection;
        this.listeners = new Listeners(clock);
        this.store = new Store(kind, listeners);
        this.reflector = new Reflector(client, clock, kind, selection, store);
    }

    /** Adds a listener; do so before the start, since it is told of later changes only. */
    public void listen(ChangeListener listener) {
        listeners.add(listener);
    }

    /** Begins to list and watch, on a thread of its own. */
    public void start() {
        reflector.start();
    }

    /**
     * Done when the first list is in. It fails, with the server's answer, when the list can't be had for a reason that
     * waiting does not mend: no such kind (404), no permission (403), no valid credentials (401).
     */
    public CompletableFuture<Void> synced() {
        return reflector.synced();
    }

    /** The kind of its objects. */
    public Kind kind() {
        return kind;
    }

    /** Which objects of the kind it holds. */
    public Selection selection() {
        return selection;
    }

    /** The newest known state of an object. */
    public Optional<RawObject> get(ObjectKey key) {
        return Optional.ofNullable(store.get(key));
    }

    /** All objects, in no order. */
    public Stream<RawObject> objects() {
        return store.objects();
    }

    /** How many objects it holds. */
    public int size() {
        return store.size();
    }

    /**
     * Takes over what this operator has just written, so that reads see it at once.
     *
     * @param writer whom the API server's report of it, when it comes, is to name as its writer; null if it is to be as if
     *     somebody else had written
     */
    public void wrote(RawObject written, @Nullable Object writer) {
        var namespace = selection.namespace();
        boolean selected =
                namespace.isEmpty() || namespace.equals(written.header().key().namespace());
        store.wrote(
                written,
                selected && selection.labels().isEmpty() && selection.fields().isEmpty(),
                writer);
    }

    /** Ends the watch; what is here stays readable. */
    @Override
    public void close() {
        reflector.close();
        listeners.close();
    }
}
