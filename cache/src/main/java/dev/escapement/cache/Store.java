package dev.escapement.cache;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.ResourceVersions;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind, as bytes, fed from two sides: what the API server reports, and what this operator itself wrote.
 *
 * <p>A write is visible at once, so that whoever wrote reads it (read-your-writes). When the server then reports that
 * very version, the change names its writer, to whom alone it is no news: another controller of this operator, or another
 * object's run, has to hear of it. Every version that somebody else wrote is told as well, even when our own later write is
 * already here and contains it: the run that wrote had not seen it.
 *
 * <p>Reads take no lock. Reports come from one thread at a time; writes come from any.
 */
final class Store {
    private final Kind kind;
    private final ConcurrentHashMap<ObjectKey, Entry> entries = new ConcurrentHashMap<>();
    private final ChangeListener listener;
    /** How far the API server's reports have come. */
    private volatile String reported = "";

    Store(Kind kind, ChangeListener listener) {
        this.kind = kind;
        this.listener = listener;
    }

    @Nullable
    RawObject get(ObjectKey key) {
        var entry = entries.get(key);
        return entry == null ? null : entry.object();
    }

    Stream<RawObject> objects() {
        return entries.values().stream().map(Entry::object);
    }

    int size() {
        return entries.size();
    }

    Set<ObjectKey> keys() {
        return Set.copyOf(entries.keySet());
    }

    String reported() {
        return reported;
    }

    void reportedUpTo(String version) {
        reported = ResourceVersions.newer(reported, version);
    }

    /** The server reports a state of an object: while watching, or (listed) as one of all that there are. */
    void report(RawObject object, boolean listed) {
        var key = object.header().key();
        var version = Entry.version(object);
        var told = new Object() {
            @Nullable
            Change change;
        };
        entries.compute(key, (_, old) -> {
            if (old == null) {
                told.change = new Change(Change.Type.ADDED, kind, null, object.header(), version, listed, null);
                return Entry.reported(object);
            }
            var before = old.object().header();
            int order = ResourceVersions.compare(version, before.resourceVersion());
            if (order > 0) {
                told.change = new Change(Change.Type.CHANGED, kind, before, object.header(), version, listed, null);
                return Entry.reported(object);
            }
            if (old.own().isEmpty()) {
                return old; // a replay
            }
            // A list leaves out what was between, so our own version in it does not prove that nobody else wrote
            // before.
            var writer = listed ? null : old.writer(version);
            var type = old.reported() == null ? Change.Type.ADDED : Change.Type.CHANGED;
            told.change = new Change(type, kind, old.reported(), before, version, listed, writer);
            return order == 0 ? Entry.reported(old.object()) : old.confirmed(object);
        });
        if (!listed) {
            reportedUpTo(version);
        }
        tell(told.change);
    }

    /** The server reports that an object is gone. */
    void reportDeleted(RawObject last) {
        var version = Entry.version(last);
        reportedUpTo(version); // before it goes, so that the late answer to a write cannot bring it back
        var key = last.header().key();
        var told = new Object() {
            @Nullable
            Change change;
        };
        entries.compute(key, (_, old) -> {
            if (old == null) {
                return null;
            }
            var before = old.object().header();
            if (!old.own().isEmpty() && ResourceVersions.compare(before.resourceVersion(), version) > 0) {
                told.change = new Change(
                        Change.Type.CHANGED,
                        kind,
                        old.reported(),
                        before,
                        version,
                        false,
                        null); // we have made it anew since
                return old.unreported();
            }
            told.change = new Change(Change.Type.DELETED, kind, before, null, version, false, null);
            return null;
        });
        tell(told.change);
    }

    /** After a list of all objects at a version: drops those that were deleted meanwhile. */
    void retain(Collection<ObjectKey> listed, String version) {
        reportedUpTo(version);
        for (var key : entries.keySet()) {
            if (listed.contains(key)) {
                continue;
            }
            var told = new Object() {
                @Nullable
                Change change;
            };
            entries.computeIfPresent(key, (_, old) -> {
                var before = old.object().header();
                if (!old.own().isEmpty() && ResourceVersions.compare(before.resourceVersion(), version) > 0) {
                    return old; // written after the list was made
                }
                told.change = new Change(Change.Type.DELETED, kind, before, null, version, true, null);
                return null;
            });
            tell(told.change);
        }
    }

    /**
     * This operator has written an object.
     *
     * @param mayAdd whether an object that is not here belongs here
     * @param writer whom the change is to name when it is reported
     */
    void wrote(RawObject object, boolean mayAdd, @Nullable Object writer) {
        var version = Entry.version(object);
        entries.compute(object.header().key(), (_, old) -> {
            if (old == null) {
                // What the reports have passed already and is not here, has been deleted since.
                return mayAdd && ResourceVersions.compare(version, reported) > 0 ? Entry.created(object, writer) : null;
            }
            return ResourceVersions.compare(version, Entry.version(old.object())) > 0
                    ? old.written(object, writer)
                    : old;
        });
    }

    private void tell(@Nullable Change change) {
        if (change != null) {
            listener.changed(change);
        }
    }
}
