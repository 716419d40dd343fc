package dev.escapement.cache;

import java.util.Collection;
import java.util.List;
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
 * very version, it is no news and nobody is told; but every version that somebody else wrote is told, even when our own
 * later write is already here and contains it: the run that wrote had not seen it.
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
                told.change = new Change(Change.Type.ADDED, kind, null, object.header(), version, listed);
                return Entry.reported(object);
            }
            var before = old.object().header();
            int order = ResourceVersions.compare(version, before.resourceVersion());
            if (order > 0) {
                told.change = new Change(Change.Type.CHANGED, kind, before, object.header(), version, listed);
                return Entry.reported(object);
            }
            if (old.own().isEmpty()) {
                return old; // a replay
            }
            // A list leaves out what was between, so our own version in it does not prove that nobody else wrote
            // before.
            if (listed || !old.own().contains(version)) {
                told.change = new Change(Change.Type.CHANGED, kind, before, before, version, listed);
            }
            return order == 0 ? Entry.reported(old.object()) : old.confirmed(version);
        });
        if (!listed) {
            reportedUpTo(version);
        }
        tell(told.change);
    }

    /** The server reports that an object is gone. */
    void reportDeleted(RawObject last) {
        var version = Entry.version(last);
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
                        Change.Type.CHANGED, kind, before, before, version, false); // we have made it anew since
                return old;
            }
            told.change = new Change(Change.Type.DELETED, kind, before, null, version, false);
            return null;
        });
        reportedUpTo(version);
        tell(told.change);
    }

    /** After a list of all objects at a version: drops those that were deleted meanwhile. */
    void retain(Collection<ObjectKey> listed, String version) {
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
                told.change = new Change(Change.Type.DELETED, kind, before, null, version, true);
                return null;
            });
            tell(told.change);
        }
        reportedUpTo(version);
    }

    /**
     * This operator has written an object.
     *
     * @param mayAdd whether an object that is not here belongs here
     */
    void wrote(RawObject object, boolean mayAdd) {
        var version = Entry.version(object);
        entries.compute(object.header().key(), (_, old) -> {
            if (old == null) {
                // What the reports have passed already and is not here, has been deleted since.
                return mayAdd && ResourceVersions.compare(version, reported) > 0
                        ? new Entry(object, List.of(version))
                        : null;
            }
            return ResourceVersions.compare(version, Entry.version(old.object())) > 0 ? old.written(object) : old;
        });
    }

    private void tell(@Nullable Change change) {
        if (change != null) {
            listener.changed(change);
        }
    }
}
