package dev.escapement;

import java.util.Optional;
import java.util.stream.Stream;

import dev.escapement.cache.Informer;
import dev.escapement.cache.Listing;
import dev.escapement.cache.Selector;
import dev.escapement.client.Kind;
import dev.escapement.client.RawObject;

/** Where a run reads from: a cache that covers what is asked for, or else the API server. */
record CachedReads(Parts parts) {
    Informer viewing(Class<?> record, Selector selector) {
        return parts.informers()
                .viewing(record)
                .filter(i -> i.covers(wanted(i.kind(), selector)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no controller keeps " + record.getSimpleName() + " of "
                        + selector + ": add .views(..., " + record.getSimpleName() + ".class)"));
    }

    Selector wanted(Kind other, Selector selector) {
        return other.namespaced() ? selector.orElseIn(parts.namespaces()) : selector;
    }

    static Selector in(String namespace) {
        return namespace.isEmpty() ? Selector.all() : Selector.in(namespace);
    }

    Stream<RawObject> objects(Optional<Informer> cache, Kind other, Selector wanted) throws InterruptedException {
        return cache.isPresent()
                ? cache.get().select(wanted)
                : Listing.of(parts.client(), parts.clock(), other, wanted).stream();
    }
}
