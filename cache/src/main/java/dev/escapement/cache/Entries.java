package dev.escapement.cache;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Stream;

import dev.escapement.client.Compressor;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import org.jspecify.annotations.Nullable;

/** The entries of a store, found by their keys and by indexes. Reads take no lock. */
final class Entries {
    /** From so many bytes on it pays to spend a microsecond more on each object: 24 MiB. */
    static final long MANY = 24 << 20;

    private final Kind kind;
    private final ConcurrentHashMap<ObjectKey, Entry> entries = new ConcurrentHashMap<>();
    private final Compressor compressor = new Compressor();
    private final LongAdder bytes = new LongAdder();
    /** Held while objects that are here already are added to an index: one index after the other. */
    private final ReentrantLock indexing = new ReentrantLock();
    /** Held by all who change entries, and by nobody else for the moment in which a further index begins to be kept. */
    private final StampedLock changing = new StampedLock();
    /** The indexes that are kept up to date; guarded by {@link #changing}. */
    private Indexes kept;
    /** Those of them that find all objects, which readers use. */
    private volatile Indexes complete;

    Entries(Kind kind) {
        this.kind = kind;
        this.kept = new Indexes(kind);
        this.complete = kept;
    }

    /** What is to be kept of an object: where there are many, it is made small. */
    RawObject compact(RawObject object) {
        return bytes() < MANY ? object : compressor.compress(object);
    }

    @Nullable
    Entry get(ObjectKey key) {
        return entries.get(key);
    }

    Set<ObjectKey> keys() {
        return entries.keySet();
    }

    Stream<Entry> stream() {
        return entries.values().stream();
    }

    int size() {
        return entries.size();
    }

    /** How much memory they take, in bytes, roughly. */
    long bytes() {
        return bytes.sum();
    }

    /** How many values the indexes have. */
    int values() {
        return complete.size();
    }

    /**
     * The objects that a selector holds for. Each is one for which it held when it was looked at; all those are among them for
     * which it holds from the beginning to the end.
     */
    Stream<RawObject> select(Selector selector) {
        var indexes = complete;
        var alternatives = selector.alternatives();
        var ways = alternatives.stream()
                .flatMap(a -> a.keys(kind.namespaced()).or(() -> indexes.keys(a)).stream())
                .toList();
        var candidates = stream();
        if (ways.size() == alternatives.size()) {
            var keys = ways.stream().flatMap(way -> way);
            candidates = (ways.size() > 1 ? keys.distinct() : keys).flatMap(key -> Stream.ofNullable(entries.get(key)));
        }
        return candidates
                .filter(entry -> alternatives.stream()
                        .anyMatch(a -> a.matches(entry.object(), index -> indexes.values(index, entry))))
                .map(Entry::object);
    }

    /**
     * Makes objects be found by an index, those included that are here. From the moment in which it begins to be kept, every
     * change keeps it; who was here before is added one by one; then readers use it.
     */
    void index(Index index) {
        indexing.lock();
        try {
            var more = complete.with(index);
            long stamp = changing.writeLock();
            try {
                kept = more;
            } finally {
                changing.unlockWrite(stamp);
            }
            // Whoever did not know of the index has done with it by now, so this comes by all that it left.
            for (var key : entries.keySet()) {
                entries.computeIfPresent(key, (_, entry) -> {
                    var terms = more.completed(entry.object(), entry.terms());
                    more.add(key, terms, entry.terms());
                    var found = entry.foundBy(terms);
                    bytes.add(found.size() - entry.size());
                    return found;
                });
            }
            complete = more;
        } finally {
            indexing.unlock();
        }
    }

    /**
     * Replaces an entry, and returns what is to be told of it. An object can be found by what it has before it can be read, and
     * until after it can be read no more; readers look at what they find once more. So no index ever misses an object.
     */
    @Nullable
    Change update(ObjectKey key, Step.Decision decision) {
        long stamp = changing.readLock();
        try {
            return update(key, decision, kept);
        } finally {
            changing.unlockRead(stamp);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a part that has not been replaced has not changed
    private @Nullable Change update(ObjectKey key, Step.Decision decision, Indexes indexes) {
        var done = new Object() {
            @Nullable
            Change change;

            String[][] stale = Indexes.NONE;
        };
        entries.compute(key, (_, old) -> {
            var step = decision.on(old);
            done.change = step.change();
            var before = old == null ? Indexes.NONE : old.terms();
            var next = step.next();
            if (next != null) {
                boolean same = old != null && next.object() == old.object();
                next = next.foundBy(same ? before : indexes.terms(next.object(), before));
                indexes.add(key, next.terms(), before);
            }
            if (next == null || next.terms() != before) {
                done.stale = before;
            }
            bytes.add((next == null ? 0 : next.size()) - (old == null ? 0 : old.size()));
            return next;
        });
        if (done.stale != Indexes.NONE) {
            entries.compute(key, (_, now) -> {
                indexes.remove(key, done.stale, now == null ? Indexes.NONE : now.terms());
                if (now == null) {
                    indexes.gone(key);
                }
                return now;
            });
        }
        return done.change;
    }
}
