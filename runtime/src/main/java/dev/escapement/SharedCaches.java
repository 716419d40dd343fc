package dev.escapement;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.cache.Informer;
import dev.escapement.client.ApiClient;
import dev.escapement.client.Kind;
import dev.escapement.client.Selection;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What operators that work beside each other have in common: a connection, and one informer for each kind and set of
 * selections. Each is closed when the last one that uses it leaves.
 */
final class SharedCaches {
    /** What an informer is for. */
    record Wanted(
            Kind kind, Set<Selection> selections, @Nullable Class<?> part) {}

    private static final class Used {
        private final Informer informer;
        private int users;

        Used(Informer informer) {
            this.informer = informer;
        }
    }

    private final ApiClient client;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Wanted, Used> informers = new HashMap<>();
    private int operators = 1;

    /** Those of one operator, until others join it. */
    SharedCaches(ApiClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    ApiClient client() {
        return client;
    }

    Clock clock() {
        return clock;
    }

    /** One more operator; false if there is none any more, and so nothing left to share. */
    boolean join() {
        lock.lock();
        try {
            if (operators == 0) {
                return false;
            }
            operators++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** An operator has ended; the last one ends the connection. */
    void leave() {
        lock.lock();
        try {
            operators--;
            if (operators > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        client.close();
    }

    /** An informer, for one more user; not started if there was none. */
    Informer take(Wanted wanted) {
        lock.lock();
        try {
            var used = informers.computeIfAbsent(
                    wanted, _ -> new Used(new Informer(client, clock, wanted.kind, wanted.selections, wanted.part)));
            used.users++;
            return used.informer;
        } finally {
            lock.unlock();
        }
    }

    /** A user needs an informer no more. */
    void giveBack(Wanted wanted) {
        lock.lock();
        try {
            informers.computeIfPresent(wanted, (_, used) -> {
                used.users--;
                if (used.users > 0) {
                    return used;
                }
                used.informer.close();
                return null;
            });
        } finally {
            lock.unlock();
        }
    }
}
