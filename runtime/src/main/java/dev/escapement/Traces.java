package dev.escapement;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.client.ApiException;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.UndecodableException;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Which failures are logged with their stack: the first of each sort within {@value #MINUTES} minutes, since one bug often fails
 * for thousands of objects. A stack is cut where it has told enough.
 */
final class Traces {
    private static final int MINUTES = 10;
    private static final long AGAIN = Duration.ofMinutes(MINUTES).toNanos();
    private static final int SORTS = 256;
    private static final int FRAMES = 50;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    /** When each sort was told, the earliest first. */
    private final LinkedHashMap<String, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > SORTS;
        }
    };

    Traces(Clock clock) {
        this.clock = clock;
    }

    /** The failure, if its stack is to be shown. What the API server or the author says in words needs none. */
    @Nullable
    Throwable of(Throwable failure, ObjectKey key) {
        boolean speaksForItself = failure instanceof FailedRun
                || failure instanceof ApiException
                || failure instanceof UndecodableException
                || failure instanceof UnreachableException
                || failure instanceof OverdueException;
        if (speaksForItself || !isNew(Fingerprint.of(failure, key))) {
            return null;
        }
        var frames = failure.getStackTrace();
        if (frames.length > 2 * FRAMES) { // of a StackOverflowError
            failure.setStackTrace(Arrays.copyOf(frames, FRAMES));
        }
        return failure;
    }

    private boolean isNew(String sort) {
        long now = clock.nanos();
        lock.lock();
        try {
            var before = told.get(sort);
            if (before != null && now - before < AGAIN) {
                return false;
            }
            told.remove(sort);
            told.put(sort, now);
            return true;
        } finally {
            lock.unlock();
        }
    }
}
