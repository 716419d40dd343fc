package dev.escapement.cache;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.client.WatchEvent;
import dev.escapement.client.WatchListener;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link Source} of a store equal to the API server's objects: the existing ones first, then every change.
 *
 * <p>The existing ones come as a watch-list (KEP-3157) or, from servers that have none, in pages. A watch that breaks is
 * resumed where it stopped; when the server has forgotten that point (410), everything is read again and compared, so that
 * deletions in between are found.
 */
final class Reflector implements AutoCloseable {
    /** As client-go: large enough to be quick, small enough not to time out. */
    private static final int PAGE = 500;
    /** Watches end after 5 to 10 minutes, as client-go's do, so that load spreads anew over the servers behind an address. */
    private static final Duration WATCH_TIME = Duration.ofMinutes(5);
    /** A watch that ends sooner without a frame is no success, and is not repeated at once: a proxy may be refusing it. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** A watch that the server ought to have ended so long ago is on a connection that leads nowhere any more. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private final ApiClient client;
    private final Clock clock;
    private final Kind kind;
    private final Selection selection;
    private final Source store;
    private final Reconnect reconnect;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final Thread thread;

    /** Where to go on watching; empty when everything has to be read again. */
    private volatile String position = "";

    private boolean watchListServed = true;

    Reflector(ApiClient client, Clock clock, Kind kind, Selection selection, Source store) {
        this.client = client;
        this.clock = clock;
        this.kind = kind;
        this.selection = selection;
        this.store = store;
        this.reconnect = new Reconnect(client, clock, kind);
        this.thread = Thread.ofVirtual().name("reflector-" + kind.resource()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> synced() {
        return synced;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                try {
                    follow();
                } catch (RuntimeException failure) {
                    // Whoever waits for the first list is told, and will say it.
                    boolean told = Reconnect.isPermanent(failure) && synced.completeExceptionally(failure);
                    reconnect.pauseAfter(failure, told);
                }
            }
        } catch (InterruptedException e) {
            synced.cancel(false); // it was closed
        }
    }

    private void follow() throws InterruptedException {
        if (!position.isEmpty()) {
            watch(false);
        } else if (watchListServed) {
            watchList();
        } else {
            list();
        }
    }

    private void watchList() throws InterruptedException {
        try {
            watch(true);
        } catch (ApiException e) {
            // How a server words its refusal of parameters that it does not know, or that are switched off.
            if ((e.code() == 400 || e.code() == 422) && position.isEmpty()) {
                watchListServed = false;
                return;
            }
            throw e;
        }
    }

    private void list() throws InterruptedException {
        Set<ObjectKey> listed = new HashSet<>();
        String next = "";
        do {
            var page = client.list(kind, selection, PAGE, next);
            for (var object : page.items()) {
                listed.add(object.header().key());
                store.report(object, true);
            }
            next = page.next();
            if (next.isEmpty()) {
                complete(listed, page.resourceVersion());
            }
        } while (!next.isEmpty());
    }

    private void complete(Set<ObjectKey> listed, String version) {
        store.retain(listed, version);
        position = version;
        synced.complete(null);
    }

    private void watch(boolean initialEvents) throws InterruptedException {
        var following = new Following(initialEvents);
        long start = clock.nanos();
        var spread = WATCH_TIME.plusSeconds(reconnect.upTo((int) WATCH_TIME.toSeconds()));
        var late = clock.schedule(spread.plus(LATE), () -> following.ended.complete(null));
        var watch = client.watch(kind, selection, position, initialEvents, spread, following);
        try {
            following.ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException gone && gone.isGone() && !position.isEmpty()) {
                position = "";
                return;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } finally {
            late.cancel();
            watch.cancel();
        }
        if (!following.heard && clock.nanos() - start < SHORT.toNanos()) {
            throw new IllegalStateException("the API server ended the watch of " + kind.resource() + " at once");
        }
    }

    /** One watch, frame by frame, on the transport's thread. */
    private final class Following implements WatchListener {
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final Set<ObjectKey> listed = new HashSet<>();
        private boolean initial;
        private volatile boolean heard;
        /** A watch that lasts is a success also if it has nothing to say. */
        private Clock.@Nullable Timer lasting;

        Following(boolean initial) {
            this.initial = initial;
        }

        @Override
        public void opened() {
            lasting = clock.schedule(SHORT, reconnect::succeeded);
        }

        @Override
        public void event(WatchEvent event) {
            if (!heard) {
                heard = true;
                reconnect.succeeded();
            }
            var header = event.object().header();
            switch (event.type()) {
                case ADDED, MODIFIED -> {
                    if (initial) {
                        listed.add(header.key());
                    }
                    store.report(event.object(), initial);
                }
                case DELETED -> {
                    listed.remove(header.key());
                    store.reportDeleted(event.object());
                }
                case BOOKMARK -> {
                    if (initial && event.endsInitialEvents()) {
                        initial = false;
                        complete(listed, header.resourceVersion());
                        listed.clear();
                    }
                    store.reportedUpTo(header.resourceVersion());
                }
            }
            if (!initial) {
                position = header.resourceVersion();
            }
        }

        @Override
        public void ended(@Nullable RuntimeException failure) {
            if (lasting != null) {
                lasting.cancel();
            }
            if (failure == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failure);
            }
        }
    }
}
