package dev.escapement.cache;

import java.util.HashSet;
import java.util.Set;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;

/**
 * All objects that a source selects, read in pages.
 *
 * @param keys the objects, which the source has been told of
 * @param version the state that they are of
 */
record Pages(Set<ObjectKey> keys, String version) {
    /** As client-go: large enough to be quick, small enough not to time out. */
    private static final int PAGE = 500;

    static Pages read(ApiClient client, Clock clock, Kind kind, Source source) throws InterruptedException {
        try {
            return read(client, clock, kind, source, PAGE);
        } catch (ApiException e) {
            if (!e.isGone()) {
                throw e;
            }
            // The pages took so long that the server has forgotten the first one's state.
            return read(client, clock, kind, source, 0);
        }
    }

    private static Pages read(ApiClient client, Clock clock, Kind kind, Source source, int limit)
            throws InterruptedException {
        var keys = new HashSet<ObjectKey>();
        String next = "";
        while (true) {
            var page = client.list(clock, kind, source.selection(), limit, next);
            for (var object : page.items()) {
                keys.add(object.header().key());
                source.report(object, true);
            }
            next = page.next();
            if (next.isEmpty()) {
                return new Pages(keys, page.resourceVersion());
            }
        }
    }
}
