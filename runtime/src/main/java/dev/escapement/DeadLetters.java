package dev.escapement;

import java.time.Instant;
import java.util.List;

import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;

/**
 * The failures that are no longer retried: each is kept until its object asks for something else, somebody releases it, or it
 * works after all. Safe for use by many threads; nothing here waits for the API server.
 */
interface DeadLetters {
    /**
     * What failed.
     *
     * @param controller the name of the controller
     * @param task which of its tasks: {@code reconcile}, {@code timer probe}, {@code daemon tail}
     * @param key the object
     */
    record Id(String controller, String task, ObjectKey key) {}

    /**
     * One failed attempt.
     *
     * @param at when it failed
     * @param error what people are told
     */
    record Failure(Instant at, String error) {}

    /**
     * Keeps a failure; in place of an earlier one with the same id, whose attempts and history it continues.
     *
     * @param object as it was when it failed: its uid and generation are kept
     * @param failure what the last attempt failed with
     * @param attempts how many were made
     * @param history the last of them, oldest first
     */
    void park(Id id, Kind kind, Header object, Throwable failure, int attempts, List<Failure> history);

    /** Whether the failure of an object in this state is kept: the same object, asking for the same. */
    boolean isParked(Id id, Header object);

    /** It works again, or the object is gone: there is nothing to keep any more; returns whether there was. Costs nothing if there was not. */
    boolean settle(Id id);

    /**
     * What it is about is tried once more: it is not parked any more, and nothing is said of that. If it fails again, it goes on
     * where it was; if it works, settle it. Costs nothing if there was nothing.
     */
    void release(Id id);

    /** Whom to tell when a letter is released by hand, so that what it is about is tried once more. Given before the start. */
    void onRelease(Released listener);

    /** Is told of a release. */
    @FunctionalInterface
    interface Released {
        /** A letter is released; it is not parked any more. */
        void released(Id id);
    }

    /** Keeps nothing: for tests. */
    static DeadLetters none() {
        return new DeadLetters() {
            @Override
            public void park(Id id, Kind kind, Header object, Throwable failure, int attempts, List<Failure> history) {}

            @Override
            public boolean isParked(Id id, Header object) {
                return false;
            }

            @Override
            public boolean settle(Id id) {
                return false;
            }

            @Override
            public void release(Id id) {}

            @Override
            public void onRelease(Released listener) {}
        };
    }
}
