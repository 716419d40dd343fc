package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One watch: reads its resource's changes at the speed of its client. */
final class WatchStream implements Chunks {
    private static final byte[] END = "}\n".getBytes(StandardCharsets.UTF_8);

    private final Store.Cursor cursor;
    private final Output output;
    private final Selection selection;
    private final @Nullable String namespace;
    private final boolean bookmarks;
    private boolean initialEnd;
    private boolean first = true;
    private Iterator<Stored> initial;
    private Iterator<Change> changes = Collections.emptyIterator();

    private volatile boolean ended;
    private volatile boolean timedOut;
    private volatile boolean bookmarkDue;
    private volatile Runnable listener = () -> {};
    private final Runnable wake = this::wake;
    private Consumer<WatchStream> whenClosed = stream -> {};
    private volatile Background.@Nullable Task timeout;
    private volatile Background.@Nullable Task bookmark;

    /** @param initialEnd whether a bookmark tells where the initial objects end */
    WatchStream(
            Store.Cursor cursor,
            Output output,
            Selection selection,
            @Nullable String namespace,
            List<Stored> initial,
            boolean bookmarks,
            boolean initialEnd) {
        this.cursor = cursor;
        this.output = output;
        this.selection = selection;
        this.namespace = namespace;
        this.initial = initial.iterator();
        this.bookmarks = bookmarks;
        this.initialEnd = initialEnd;
        cursor.listen(wake);
    }

    private void wake() {
        listener.run();
    }

    void onClose(Consumer<WatchStream> action) {
        whenClosed = action;
    }

    void schedule(Background background, Duration after, @Nullable Duration bookmarkInterval) {
        timeout = background.after(after, () -> {
            timedOut = true;
            wake.run();
        });
        if (bookmarkInterval != null) {
            scheduleBookmark(background, bookmarkInterval);
        }
    }

    private void scheduleBookmark(Background background, Duration interval) {
        bookmark = background.after(interval, () -> {
            if (!ended) {
                bookmarkDue = true;
                wake.run();
                scheduleBookmark(background, interval);
            }
        });
    }

    @Override
    public byte @Nullable [] poll() {
        while (!ended) {
            if (initial.hasNext()) {
                Stored stored = initial.next();
                if (selection.matches(stored)) {
                    return event("ADDED", stored);
                }
            } else if (initialEnd) {
                initialEnd = false;
                initial = Collections.emptyIterator();
                return frame("BOOKMARK", output.bookmark(cursor.position(), true));
            } else if (changes.hasNext()) {
                byte[] chunk = event(changes.next());
                if (chunk != null) {
                    return chunk;
                }
            } else {
                boolean last = timedOut || cursor.closed();
                try {
                    changes = cursor.next().iterator();
                } catch (Store.Compacted e) {
                    return expired();
                }
                if (!changes.hasNext()) {
                    return last ? last() : dueBookmark();
                }
            }
        }
        return null;
    }

    /** A last bookmark, so that the client comes back with a version that is as new as can be. */
    private byte @Nullable [] last() {
        close();
        return bookmarks && !cursor.closed() ? frame("BOOKMARK", output.bookmark(cursor.position(), false)) : null;
    }

    private byte @Nullable [] dueBookmark() {
        if (!bookmarkDue) {
            return null;
        }
        bookmarkDue = false;
        return frame("BOOKMARK", output.bookmark(cursor.position(), false));
    }

    private byte[] expired() {
        ObjectNode status = ApiException.expired(
                        "too old resource version: " + cursor.position() + " (" + cursor.floor() + ")")
                .status();
        close();
        return frame("ERROR", Trees.bytes(status));
    }

    private byte @Nullable [] event(Change change) {
        if (!Watches.matches(namespace, change.object())) {
            return null;
        }
        Stored before = change.before();
        boolean was = before != null && selection.matches(before);
        boolean is = !change.deletion() && selection.matches(change.object());
        if (is) {
            return event(was ? "MODIFIED" : "ADDED", change.object());
        }
        if (!was || before == null) {
            return null;
        }
        // What no longer matches is shown as it last matched, at the revision at which it stopped.
        return event("DELETED", change.deletion() ? change.object() : before.at(change.revision()));
    }

    private byte[] event(String type, Stored stored) {
        byte[] object = output.event(stored, first);
        first = false;
        return frame(type, object);
    }

    private static byte[] frame(String type, byte[] object) {
        byte[] start = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[start.length + object.length + END.length];
        System.arraycopy(start, 0, frame, 0, start.length);
        System.arraycopy(object, 0, frame, start.length, object.length);
        System.arraycopy(END, 0, frame, start.length + object.length, END.length);
        return frame;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void onReady(Runnable action) {
        listener = action;
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        cursor.ignore(wake);
        cancel(timeout);
        cancel(bookmark);
        whenClosed.accept(this);
        wake.run();
    }

    private static void cancel(Background.@Nullable Task task) {
        if (task != null) {
            task.cancel();
        }
    }
}
