package dev.escapement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import dev.escapement.cache.ChangeListener;
import dev.escapement.cache.Index;
import dev.escapement.cache.Informer;
import dev.escapement.cache.Selector;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import org.jspecify.annotations.Nullable;

/**
 * An operator's informers: one for each kind and set of selections, whichever controller asks for it, and whichever operator if
 * it shares them. Complete before any is started.
 */
final class Informers {
    private record Listening(Informer informer, ChangeListener listener) {}

    private final SharedCaches shared;
    private final Map<SharedCaches.Wanted, Informer> informers = new LinkedHashMap<>();
    private final List<Listening> listeners = new ArrayList<>();

    Informers(SharedCaches shared) {
        this.shared = shared;
    }

    Informer of(Kind kind, Set<Selection> selections) {
        return of(kind, selections, null);
    }

    /** The same for what a record speaks of; for whole objects if it is null. */
    Informer of(Kind kind, Set<Selection> selections, @Nullable Class<?> part) {
        return informers.computeIfAbsent(new SharedCaches.Wanted(kind, selections, part), shared::take);
    }

    /** Has a listener be told from the start on until the close; not before, as who is to listen may not be complete. */
    void listen(Informer informer, ChangeListener listener) {
        listeners.add(new Listening(informer, listener));
    }

    Collection<Informer> all() {
        return informers.values();
    }

    /**
     * Starts all of them, and waits until they are filled.
     *
     * @throws OperatorException if one cannot be, for a reason that waiting does not mend
     */
    void fill() throws InterruptedException {
        listeners.forEach(one -> one.informer.listen(one.listener));
        all().forEach(Informer::start);
        for (var informer : all()) {
            for (var selection : informer.selections()) {
                try {
                    informer.synced(selection).get();
                } catch (ExecutionException e) {
                    throw Startup.explain(informer.kind(), selection, e.getCause());
                }
            }
        }
    }

    /** Brings no further change; what is here stays readable. */
    void close() {
        listeners.forEach(one -> one.informer.unlisten(one.listener));
        informers.keySet().forEach(shared::giveBack);
    }

    /** Makes the objects of a kind be found by an index, wherever they are held. */
    void index(Kind kind, Index index) {
        if (ofKind(kind).findAny().isEmpty()) {
            throw new IllegalArgumentException("index \"" + index.name() + "\" is of " + kind.resource()
                    + ", which no controller watches: add .owns, .watches or .reads");
        }
        ofKind(kind).forEach(i -> i.index(index));
    }

    /** An informer that holds all that a selector selects, if there is one. */
    Optional<Informer> covering(Kind kind, Selector selector) {
        return ofKind(kind)
                .filter(Informer::isWhole)
                .filter(i -> i.covers(selector))
                .findFirst();
    }

    /** An informer that holds at least the metadata of all that a selector selects, if there is one. */
    Optional<Informer> knowing(Kind kind, Selector selector) {
        return ofKind(kind).filter(i -> i.covers(selector)).findFirst();
    }

    /** The informers that keep what a record speaks of. */
    Stream<Informer> viewing(Class<?> part) {
        return informers.entrySet().stream()
                .filter(e -> e.getKey().part() == part)
                .map(Map.Entry::getValue);
    }

    /** An object that some informer holds as a whole. */
    Optional<RawObject> find(Kind kind, ObjectKey key) {
        return ofKind(kind)
                .filter(Informer::isWhole)
                .flatMap(i -> i.get(key).stream())
                .findFirst();
    }

    /** Whether some informer holds an object, and not a later one of its name. */
    boolean isThere(Kind kind, ObjectKey key, String uid) {
        return find(kind, key).map(found -> found.header().uid().equals(uid)).orElse(false);
    }

    /** This operator has written an object: every informer of its kind takes it over, and knows who wrote. */
    void wrote(Kind kind, RawObject written, @Nullable Object writer) {
        ofKind(kind).forEach(i -> i.wrote(written, writer));
    }

    private Stream<Informer> ofKind(Kind kind) {
        return informers.values().stream().filter(i -> i.kind().equals(kind));
    }
}
