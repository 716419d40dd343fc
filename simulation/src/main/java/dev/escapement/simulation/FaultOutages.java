package dev.escapement.simulation;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.time.Clock;

/** When no server is there, which watches that breaks, and which versions have been forgotten since. Safe for use by many threads. */
final class FaultOutages {
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<FaultyWatch> open = new LinkedHashSet<>();
    /** Of each path, the version before which nothing is known; of "", that of all. */
    private final Map<String, Long> oldest = new TreeMap<>();

    private long until = Long.MIN_VALUE;
    private boolean restarting;

    FaultOutages(Clock clock) {
        this.clock = clock;
    }

    /** The server goes away, for a time, perhaps with what it remembers; breaks all watches. */
    void begin(Duration time, boolean forgets) {
        List<FaultyWatch> broken;
        lock.lock();
        try {
            until = Math.max(until, Clock.after(clock.nanos(), time));
            restarting |= forgets;
            broken = List.copyOf(open);
        } finally {
            lock.unlock();
        }
        broken.forEach(watch -> watch.fail(new IOException("connection reset by the server, which goes away")));
    }

    /** Comes back at once, and does nothing further to the watches that are open. */
    void calm() {
        List<FaultyWatch> calmed;
        lock.lock();
        try {
            until = Long.MIN_VALUE;
            calmed = List.copyOf(open);
        } finally {
            lock.unlock();
        }
        calmed.forEach(FaultyWatch::calm);
    }

    /** Lets a request through only if there is a server; asks for its present version if it has just come back. */
    void pass(Revision revision) throws IOException {
        boolean back;
        lock.lock();
        try {
            if (until != Long.MIN_VALUE && clock.nanos() - until < 0) {
                throw new ConnectException("Connection refused");
            }
            until = Long.MIN_VALUE;
            back = restarting;
            restarting = false;
        } finally {
            lock.unlock();
        }
        if (back) {
            forget("", revision.current());
        }
    }

    /** Nothing is known any more of what a path selects before a version. */
    void forget(String path, long version) {
        lock.lock();
        try {
            oldest.merge(path, version, Math::max);
        } finally {
            lock.unlock();
        }
    }

    /** The version before which nothing is known of what a path selects. */
    long oldest(String path) {
        lock.lock();
        try {
            return Math.max(oldest.getOrDefault("", 0L), oldest.getOrDefault(path, 0L));
        } finally {
            lock.unlock();
        }
    }

    void opened(FaultyWatch watch) {
        lock.lock();
        try {
            open.add(watch);
        } finally {
            lock.unlock();
        }
    }

    void closed(FaultyWatch watch) {
        lock.lock();
        try {
            open.remove(watch);
        } finally {
            lock.unlock();
        }
    }

    /** Finds out which version the server is at. */
    interface Revision {
        long current() throws IOException;
    }
}
