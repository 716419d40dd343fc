package dev.escapement.cache;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.client.ApiException;
import dev.escapement.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a time in which a reflector does not watch: one warning when it begins, one for each failure of another
 * sort (at most {@value #SORTS}), one line when it is over. Used by any threads.
 */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    private static final int SORTS = 8;

    private final Clock clock;
    private final String resource;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> told = new HashSet<>();
    private boolean lasting;
    private long since;

    Outage(Clock clock, String resource) {
        this.clock = clock;
        this.resource = resource;
    }

    /**
     * Something has failed.
     *
     * @param silently whether somebody else tells of it
     */
    void failed(Throwable failure, boolean silently) {
        lock.lock();
        try {
            begin();
            LOG.debug("{}: {}", resource, failure.getMessage());
            boolean first = told.isEmpty();
            if (told.size() < SORTS && told.add(sort(failure)) && !silently) {
                tell(first ? "not watching for now" : "still not watching", failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /** All objects of a kind that is no longer served were dropped. */
    void vanished(int objects) {
        LOG.warn(
                "{}: the API server no longer serves this kind; the {} objects that were known are taken to be deleted."
                        + " It will be watched again when it is back",
                resource,
                objects);
    }

    /** A watch has been open for the given time. */
    void over(Duration open) {
        lock.lock();
        try {
            if (lasting && !told.isEmpty()) {
                LOG.info(
                        "{}: watching again after {} ms",
                        resource,
                        (clock.nanos() - since - open.toNanos()) / 1_000_000);
            }
            lasting = false;
            told.clear();
        } finally {
            lock.unlock();
        }
    }

    /** For how long it has lasted; zero if there is none. */
    Duration lasting() {
        lock.lock();
        try {
            return lasting ? Duration.ofNanos(clock.nanos() - since) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        if (!lasting) {
            lasting = true;
            since = clock.nanos();
        }
    }

    private void tell(String what, Throwable failure) {
        if (failure instanceof Error) {
            LOG.error("{}: {}, because of an error that should never happen", resource, what, failure);
        } else {
            LOG.warn("{}: {}: {}", resource, what, failure.getMessage());
        }
    }

    private static String sort(Throwable failure) {
        if (failure instanceof ApiException api) {
            return api.code() + api.reason();
        }
        var cause = failure.getCause();
        return failure.getClass().getName()
                + (cause == null ? "" : cause.getClass().getName());
    }
}
