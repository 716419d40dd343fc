package dev.escapement.cache;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.Selection;
import dev.escapement.client.WatchEvent;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Source} of a store equal to the API server's objects: the existing ones first, then every change.
 *
 * <p>The existing ones come as a watch-list (KEP-3157) or, from servers that have none or do not end it, in pages. A watch that
 * breaks, or of which nothing is heard, is resumed where it stopped; when the server has forgotten that point (410), everything
 * is read again and compared, so that deletions in between are found. Whatever fails is tried again, see {@link Reconnect}.
 */
final class Reflector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    /** Watches end after 5 to 10 minutes, as client-go's do, so that load spreads anew over the servers behind an address. */
    private static final Duration WATCH_TIME = Duration.ofMinutes(5);
    /** A watch that has brought bookmarks, which come every minute, and then nothing for so long, is dead. */
    static final Duration BOOKMARK_MISSING = Duration.ofSeconds(75);
    /** A watch that has brought none is replaced after so long without a frame, which costs the server next to nothing. */
    static final Duration SILENCE = Duration.ofSeconds(150);
    /** A watch-list that has not come to its end brings something all the time; lists are used when it does not. */
    static final Duration INCOMPLETE = Duration.ofSeconds(10);

    private final ApiClient client;
    private final Clock clock;
    private final Kind kind;
    private final Selection selection;
    private final Source store;
    private final Reconnect reconnect;
    final WatchTally tally;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final Thread thread;

    /** Where to go on watching; empty when everything has to be read again. */
    private volatile String position = "";
    /** Whether the server sends bookmarks for this kind. */
    private volatile boolean bookmarked;

    /** Whether the server may have gone back behind the position since something came of a watch. */
    private volatile boolean unsure;

    private boolean watchListServed = true;
    // These are written on the transport's thread too, which is done with them when a watch has been stopped.
    /** How many watch-lists in a row came to no end. */
    private int incomplete;
    /** Whether everything has been read again because of a 410 since a watch has lasted. */
    private boolean expired;
    /** Whether the kind is not served any more, and so has no objects. */
    private boolean vanished;

    Reflector(ApiClient client, Clock clock, Kind kind, Selection selection, Source store) {
        this.client = client;
        this.clock = clock;
        this.kind = kind;
        this.selection = selection;
        this.store = store;
        this.reconnect = new Reconnect(client, clock, kind);
        this.tally = new WatchTally(clock);
        this.thread = Thread.ofVirtual().name("reflector-" + kind.resource()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> synced() {
        return synced;
    }

    /** For how long it has not heard of changes; zero if it does. */
    Duration blind() {
        return reconnect.blind();
    }

    /** Whether it will never hear of any again. */
    boolean isDead() {
        return !thread.isAlive();
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
                } catch (RuntimeException | Error failure) {
                    outlive(failure);
                }
            }
        } catch (InterruptedException e) {
            synced.cancel(false); // it was closed
        }
    }

    private void follow() throws InterruptedException {
        if (!position.isEmpty()) {
            watch(null, silence());
        } else if (watchListServed) {
            watchList();
        } else {
            var all = Pages.read(client, clock, kind, store);
            complete(all.keys(), all.version());
        }
    }

    /** Nothing that fails ends the thread, what is done about a failure included: the kind would never be watched again. */
    private void outlive(Throwable failure) throws InterruptedException {
        unsure = true;
        try {
            failed(failure);
        } catch (RuntimeException | Error further) {
            reconnect.rest(further);
        }
    }

    private void failed(Throwable failure) throws InterruptedException {
        if (Reconnect.isExpired(failure) && !position.isEmpty()) {
            if (Reconnect.isAhead(failure)) {
                store.wentBack();
            }
            position = "";
            if (!expired) {
                expired = true; // once at once: it is the regular end of a watch that was away for long
                return;
            }
        }
        boolean told = false;
        if (failure instanceof ApiException api && api.isNotFound() && synced.isDone()) {
            position = ""; // a kind that comes back starts anew
            told = true;
            if (reconnect.isAbsentForLong() && !vanished) {
                reconnect.vanished(store.vanished());
                vanished = true;
            }
        }
        // Whoever waits for the first list is told, and will say it.
        told |= Reconnect.isPermanent(failure) && synced.completeExceptionally(failure);
        reconnect.pauseAfter(failure, told);
    }

    private void complete(Set<ObjectKey> listed, String version) {
        store.retain(listed, version);
        position = version;
        incomplete = 0;
        vanished = false;
        reconnect.isServed();
        synced.complete(null);
    }

    private void watchList() throws InterruptedException {
        var listed = new HashSet<ObjectKey>();
        try {
            watch(listed, INCOMPLETE);
        } catch (ApiException e) {
            // How a server words its refusal of parameters that it does not know, or that are switched off.
            if ((e.code() == 400 || e.code() == 422) && position.isEmpty()) {
                watchListServed = false;
                return;
            }
            throw e;
        }
    }

    private void watch(@Nullable Set<ObjectKey> listed, Duration silence) throws InterruptedException {
        var time = WATCH_TIME.plusSeconds(reconnect.upTo((int) WATCH_TIME.toSeconds()));
        var following = new Following(clock, client, silence, reconnect::over);
        if (unsure && listed == null) {
            following.asking(() -> client.reached(kind, selection, position).thenRun(() -> unsure = false));
        }
        tally.begin();
        Following.End end;
        try {
            var watch = client.watch(kind, selection, position, listed != null, time, following.handling(event -> {
                tally.heard();
                if (listed == null || !position.isEmpty()) {
                    changed(event);
                    return;
                }
                if (event.endsInitialEvents()) {
                    following.silence(silence());
                }
                existing(event, listed);
            }));
            try {
                end = following.await();
            } finally {
                watch.cancel();
            }
        } finally {
            following.stop();
            if (following.hasLasted()) {
                reconnect.succeeded();
                expired = false;
            }
        }
        judge(following, end);
    }

    private Duration silence() {
        return bookmarked ? BOOKMARK_MISSING : SILENCE;
    }

    /** One of the objects that there are, or the bookmark after the last one. */
    private void existing(WatchEvent event, Set<ObjectKey> listed) {
        var header = event.object().header();
        switch (event.type()) {
            case ADDED, MODIFIED -> {
                listed.add(header.key());
                store.report(event.object(), true);
            }
            case DELETED -> {
                listed.remove(header.key());
                store.reportDeleted(event.object());
            }
            case BOOKMARK -> {
                if (event.endsInitialEvents()) {
                    complete(listed, header.resourceVersion());
                    listed.clear();
                }
            }
        }
    }

    private void changed(WatchEvent event) {
        var version = event.object().header().resourceVersion();
        switch (event.type()) {
            case ADDED, MODIFIED -> store.report(event.object(), false);
            case DELETED -> store.reportDeleted(event.object());
            case BOOKMARK -> {
                bookmarked = true;
                store.reportedUpTo(version);
            }
        }
        position = version;
    }

    /** A watch has ended without a failure: is there a reason not to open the next one at once? */
    private void judge(Following following, Following.End end) throws InterruptedException {
        if (position.isEmpty()) {
            incomplete++;
            if (incomplete > 1 || following.isOpened() && following.age().compareTo(INCOMPLETE) >= 0) {
                watchListServed = false;
                LOG.info(
                        "{}: the API server does not complete its watch-list, so lists are read in pages from now on",
                        kind.resource());
                return;
            }
            throw new IllegalStateException("the API server did not complete its watch-list of " + kind.resource());
        }
        if (end == Following.End.SILENT && !following.isOpened()) {
            throw new IllegalStateException("the API server did not answer the watch of " + kind.resource() + " within "
                    + following.age().toSeconds() + " s");
        }
        if (end == Following.End.OVER && !following.hasLasted()) {
            throw new IllegalStateException("the API server ended the watch of " + kind.resource() + " at once");
        }
        LOG.debug("{}: the watch is {}", kind.resource(), end);
        unsure |= end == Following.End.SILENT;
        clock.sleep(reconnect.spread());
    }
}
