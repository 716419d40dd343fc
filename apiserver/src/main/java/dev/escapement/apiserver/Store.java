package dev.escapement.apiserver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * All objects under one monotonically increasing revision, as etcd keeps them. Thread-safe; writes are serial, and nobody holds
 * the lock while parsing or doing I/O to a client.
 */
final class Store implements AutoCloseable {
    /** Someone else wrote the object first: read it again and start over. */
    static final class Stale extends Exception {
        private static final long serialVersionUID = 1;

        Stale() {
            super(null, null, false, false);
        }
    }

    /** The wanted revision is no longer known. */
    static final class Compacted extends Exception {
        private static final long serialVersionUID = 1;

        Compacted() {
            super(null, null, false, false);
        }
    }

    /** What a list saw: its objects and the revision they are the state of. */
    record View(long revision, List<Stored> objects) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Shelf> shelves = new HashMap<>();
    private final List<Consumer<Change>> observers = new CopyOnWriteArrayList<>();
    private final int ringSize;
    private final Journal journal;
    /** The revision below which nothing is known of any resource: that of the loaded snapshot, or of a compaction. */
    private long floor;

    private volatile long revision = 1;

    Store(int ringSize, Journal journal) throws IOException {
        this.ringSize = ringSize;
        this.journal = journal;
        journal.load(new Journal.Loader() {
            @Override
            public void snapshot(long at) {
                revision = Math.max(revision, at);
                floor = at;
            }

            @Override
            public void object(Stored stored) {
                shelf(stored.resource()).objects.put(stored.path(), stored);
            }

            @Override
            public void change(long at, boolean deletion, Stored stored) {
                Shelf shelf = shelf(stored.resource());
                shelf.apply(new Change(at, deletion, stored, shelf.objects.get(stored.path())));
                revision = at;
            }
        });
    }

    long revision() {
        return revision;
    }

    /** Has every later change reported, in order and under the lock, so the observer must be quick. */
    void observe(Consumer<Change> observer) {
        observers.add(observer);
    }

    /** Has every object reported, then every later change, without a gap. */
    void observe(Consumer<Stored> present, Consumer<Change> observer) {
        lock.lock();
        try {
            shelves.values().forEach(shelf -> shelf.objects.values().forEach(present));
            observers.add(observer);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Stored find(String resource, String path) {
        lock.lock();
        try {
            return shelf(resource).objects.get(path);
        } finally {
            lock.unlock();
        }
    }

    /** The objects of a resource as they are now. */
    View list(String resource, @Nullable String namespace) {
        lock.lock();
        try {
            return new View(revision, shelf(resource).at(revision, namespace, ""));
        } finally {
            lock.unlock();
        }
    }

    /** The objects of a resource at a past revision, those after a path. */
    View list(String resource, @Nullable String namespace, long at, String after) throws Compacted {
        lock.lock();
        try {
            Shelf shelf = shelf(resource);
            if (at < shelf.ring.floor()) {
                throw new Compacted();
            }
            return new View(at, shelf.at(at, namespace, after));
        } finally {
            lock.unlock();
        }
    }

    /** The names of all resources that have objects. */
    List<String> resources() {
        lock.lock();
        try {
            return shelves.entrySet().stream()
                    .filter(entry -> !entry.getValue().objects.isEmpty())
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes an object whose revision still is the expected one (0: it does not exist). Sets its resourceVersion.
     *
     * @throws Stale when it is not
     */
    Stored put(String resource, String path, long expected, ObjectNode tree) throws Stale {
        return commit(resource, path, expected, tree, false);
    }

    /** Removes an object whose revision still is the expected one; {@code last} is the state its watchers see. */
    Stored remove(String resource, String path, long expected, ObjectNode last) throws Stale {
        return commit(resource, path, expected, last, true);
    }

    private Stored commit(String resource, String path, long expected, ObjectNode tree, boolean deletion) throws Stale {
        Shelf shelf;
        Stored stored;
        lock.lock();
        try {
            shelf = shelf(resource);
            Stored before = shelf.objects.get(path);
            if ((before == null ? 0 : before.revision()) != expected || (deletion && before == null)) {
                throw new Stale();
            }
            long next = revision + 1;
            Json.child(tree, "metadata").put("resourceVersion", Long.toString(next));
            stored = Stored.of(resource, path, next, tree, Trees.bytes(tree));
            Change change = new Change(next, deletion, stored, before);
            journal.append(change);
            shelf.apply(change);
            revision = next;
            observers.forEach(observer -> observer.accept(change));
            if (journal.wantsSnapshot()) {
                journal.snapshot(
                        next,
                        shelves.values().stream()
                                .flatMap(each -> each.objects.values().stream())
                                .iterator());
            }
        } finally {
            lock.unlock();
        }
        shelf.listeners.forEach(Runnable::run);
        return stored;
    }

    /** Reads the changes of one resource from a revision on. */
    final class Cursor {
        private final Shelf shelf;
        private long position;

        private Cursor(Shelf shelf, long position) {
            this.shelf = shelf;
            this.position = position;
        }

        /** What happened since the last call. */
        List<Change> next() throws Compacted {
            lock.lock();
            try {
                if (position < shelf.ring.floor()) {
                    throw new Compacted();
                }
                List<Change> changes = shelf.ring.after(position);
                position = Math.max(position, revision);
                return changes;
            } finally {
                lock.unlock();
            }
        }

        /** The revision up to which everything has been read. */
        long position() {
            return position;
        }

        /** The revision after which all changes are known. */
        long floor() {
            lock.lock();
            try {
                return shelf.ring.floor();
            } finally {
                lock.unlock();
            }
        }

        /** Whether the resource has gone, and with it every later change. */
        boolean closed() {
            return shelf.closed > 0;
        }

        void listen(Runnable listener) {
            shelf.listeners.add(listener);
        }

        void ignore(Runnable listener) {
            shelf.listeners.remove(listener);
        }
    }

    Cursor cursor(String resource, long from) {
        lock.lock();
        try {
            return new Cursor(shelf(resource), from);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watches of a resource that is no longer served. A later one of the same name starts afresh. */
    void close(String resource) {
        Shelf shelf;
        lock.lock();
        try {
            shelf = shelves.get(resource);
            if (shelf == null) {
                return;
            }
            shelf.closed = revision;
            Shelf fresh = new Shelf(ringSize, revision);
            fresh.objects.putAll(shelf.objects);
            shelves.put(resource, fresh);
        } finally {
            lock.unlock();
        }
        shelf.listeners.forEach(Runnable::run);
    }

    /** Forgets all past changes, as a compaction of etcd does. */
    void compact() {
        List<Shelf> all;
        lock.lock();
        try {
            floor = revision;
            all = new ArrayList<>(shelves.values());
            all.forEach(shelf -> shelf.ring.compact(revision));
        } finally {
            lock.unlock();
        }
        all.forEach(shelf -> shelf.listeners.forEach(Runnable::run));
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            journal.close();
        } finally {
            lock.unlock();
        }
    }

    private Shelf shelf(String resource) {
        return shelves.computeIfAbsent(resource, name -> new Shelf(ringSize, floor));
    }
}
