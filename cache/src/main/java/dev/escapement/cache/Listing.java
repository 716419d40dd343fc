package dev.escapement.cache;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;

/** What a selector selects, from the API server rather than from a cache. */
public final class Listing {
    private static final int PAGE = 500;

    private final ApiClient client;
    private final Clock clock;
    private final Kind kind;
    private final Map<ObjectKey, RawObject> found = new LinkedHashMap<>();

    private Listing(ApiClient client, Clock clock, Kind kind) {
        this.client = client;
        this.clock = clock;
        this.kind = kind;
    }

    /**
     * Asks for all objects that are selected, in pages. The server looks at namespaces, labels and, where it can select by them,
     * fields; the rest is looked at here.
     *
     * @throws ApiException if the server refuses
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public static Collection<RawObject> of(ApiClient client, Clock clock, Kind kind, Selector selector)
            throws InterruptedException {
        var listing = new Listing(client, clock, kind);
        for (var alternative : selector.alternatives()) {
            var namespaces =
                    alternative.namespaces().isEmpty() || !kind.namespaced() ? Set.of("") : alternative.namespaces();
            for (var namespace : namespaces) {
                listing.add(namespace, alternative);
            }
        }
        return listing.found.values();
    }

    private void add(String namespace, Alternative alternative) throws InterruptedException {
        var selection = Selection.in(namespace).labelled(alternative.labels().text());
        var fields = alternative.fields();
        try {
            // What an unset field is, the server knows and the JSON does not say; so its word on fields is taken.
            add(selection.fields(fields.text()), Alternative.ANY.byAll(alternative.lookups()));
        } catch (ApiException e) {
            if (e.code() != 400 || fields.isOfKey()) {
                throw e;
            }
            add(selection, Alternative.fields(fields).byAll(alternative.lookups()));
        }
    }

    private void add(Selection selection, Alternative rest) throws InterruptedException {
        String next = "";
        do {
            var page = client.list(clock, kind, selection, PAGE, next);
            for (var object : page.items()) {
                if (rest.matches(object, index -> index.valuesOf(object))) {
                    found.put(object.header().key(), object);
                }
            }
            next = page.next();
        } while (!next.isEmpty());
    }
}
