package dev.escapement.apiserver;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/** Opens watches, and ends those that are open when the server closes. */
final class Watches implements AutoCloseable {
    private static final int SHORTEST = 30 * 60;

    private final Store store;
    private final InstantSource clock;
    private final Background background;
    private final RandomGenerator random;
    private final Duration bookmarkInterval;
    /** In the order in which they were opened, which is that in which they end. */
    private final ConcurrentSkipListMap<Long, WatchStream> open = new ConcurrentSkipListMap<>();

    private final AtomicLong opened = new AtomicLong();

    Watches(
            Store store,
            InstantSource clock,
            Background background,
            RandomGenerator random,
            Duration bookmarkInterval) {
        this.store = store;
        this.clock = clock;
        this.background = background;
        this.random = random;
        this.bookmarkInterval = bookmarkInterval;
    }

    Response watch(Route route, Request request) throws ApiException {
        Versions.check(request, true);
        Selection selection = Selection.of(route.resource(), request);
        if (!route.name().isEmpty()) {
            selection = new Selection(
                    route.resource(), selection.labels(), FieldSelector.parse("metadata.name=" + route.name()));
        }
        Output output = Output.of(route.resource(), request, clock.instant());
        long wanted = Versions.wanted(request);
        String storage = route.resource().storage();
        boolean sendInitial = request.flag("sendInitialEvents");
        boolean skipInitial = request.has("sendInitialEvents") && !sendInitial;
        boolean bookmarks = request.flag("allowWatchBookmarks");
        // Without a version a watch begins with the objects that are there, asked for or not, and so with their end.
        boolean legacy = wanted == 0 && !request.has("sendInitialEvents");
        List<Stored> initial = List.of();
        long from = wanted;
        if (sendInitial || (wanted == 0 && !skipInitial)) {
            Versions.reached(wanted, store.revision());
            Store.View view = store.list(storage, route.listed());
            initial = view.objects();
            from = view.revision();
        } else if (wanted == 0) {
            from = store.revision();
        }
        Store.Cursor cursor = store.cursor(storage, from);
        WatchStream stream = new WatchStream(
                cursor, output, selection, route.listed(), initial, bookmarks, (sendInitial || legacy) && bookmarks);
        long number = opened.incrementAndGet();
        stream.onClose(_ -> open.remove(number));
        open.put(number, stream);
        stream.schedule(background, timeout(request), bookmarks ? bookmarkInterval : null);
        return new Response.Streaming(
                200, Map.of("Content-Type", "application/json", "Cache-Control", "no-cache, private"), stream);
    }

    private Duration timeout(Request request) throws ApiException {
        String text = request.parameter("timeoutSeconds");
        try {
            long seconds = text.isEmpty() ? 0 : Long.parseLong(text);
            return Duration.ofSeconds(seconds > 0 ? seconds : SHORTEST + random.nextInt(SHORTEST));
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("strconv.ParseInt: parsing " + GoText.quote(text) + ": invalid syntax");
        }
    }

    /** How many watches are open. */
    int count() {
        return open.size();
    }

    @Override
    public void close() {
        List.copyOf(open.values()).forEach(WatchStream::close);
    }

    static boolean matches(@Nullable String namespace, Stored stored) {
        return namespace == null || stored.namespace().equals(namespace);
    }
}
