package dev.escapement;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.escapement.cache.Informer;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/** An operator's informers: one for each kind and selection, whoever asks for it. Complete before any is started. */
final class Informers {
    private record Wanted(Kind kind, Selection selection) {}

    private final ApiClient client;
    private final Clock clock;
    private final Map<Wanted, Informer> informers = new LinkedHashMap<>();

    Informers(ApiClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    Informer of(Kind kind, Selection selection) {
        return informers.computeIfAbsent(
                new Wanted(kind, selection), wanted -> new Informer(client, clock, wanted.kind, wanted.selection));
    }

    Collection<Informer> all() {
        return informers.values();
    }

    /** An informer that knows all about the objects of a kind in a namespace (in all, if it is empty), if there is one. */
    Optional<Informer> covering(Kind kind, String namespace) {
        return ofKind(kind)
                .filter(i -> i.selection().labels().isEmpty()
                        && i.selection().fields().isEmpty())
                .filter(covers(namespace))
                .findFirst();
    }

    /** An object that some informer holds. */
    Optional<RawObject> find(Kind kind, ObjectKey key) {
        return ofKind(kind).flatMap(i -> i.get(key).stream()).findFirst();
    }

    /** This operator has written an object: every informer of its kind takes it over, and knows who wrote. */
    void wrote(Kind kind, RawObject written, @Nullable Object writer) {
        ofKind(kind).forEach(i -> i.wrote(written, writer));
    }

    private Stream<Informer> ofKind(Kind kind) {
        return informers.values().stream().filter(i -> i.kind().equals(kind));
    }

    private static Predicate<Informer> covers(String namespace) {
        return i ->
                i.selection().namespace().isEmpty() || i.selection().namespace().equals(namespace);
    }
}
