package dev.escapement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.escapement.client.Header;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.CountedLock;
import org.jspecify.annotations.Nullable;

/**
 * What a controller remembers of an object between runs. Causes come in from many threads; all else is used by the one run
 * of the object that there can be at a time.
 */
final class KeyState {
    private static final int CAUSES_KEPT = 10;
    private static final int FAILURES_KEPT = 5;

    private final CountedLock lock = new CountedLock("keys");
    private final ArrayList<Cause> causes = new ArrayList<>(2);
    /** What goes on for the object between its runs. */
    private final List<Lasting> lasting = new ArrayList<>(0);
    /** How many causes had no room; a run that has lost its causes must happen all the same. */
    private int dropped;

    /** How many runs in a row have failed. */
    int failures;
    /** The generation that the failures are about. */
    long failedGeneration;
    /** The last of them, oldest first. */
    List<DeadLetters.Failure> recent = List.of();
    /** Whether people have been told of them. */
    boolean told;
    /** How often in a row it has asked to run again at once, and nothing else brought a run. */
    int haste;
    /** Until when a change of another object brings no further attempt at what is parked. */
    long trialAt = Long.MIN_VALUE;
    /** What the last run asked for; null if nothing. */
    @Nullable
    Due due;
    /** What was applied last, by the path of the object: a digest of the desired state. */
    final Map<String, String> applied = new HashMap<>();

    /** The uid of the object that all of this is about; empty before the first run. */
    private String uid = "";
    /** Whether a run has written an object: the report of it names this state as its writer. */
    private boolean wrote;

    /** A run has failed. */
    void failed(long generation, DeadLetters.Failure failure) {
        failures++;
        failedGeneration = generation;
        recent = Stream.concat(recent.stream().skip(Math.max(0, recent.size() + 1 - FAILURES_KEPT)), Stream.of(failure))
                .toList();
    }

    /** What failed before does not matter any more. */
    void beginAnew() {
        failures = 0;
        told = false;
        recent = List.of();
        trialAt = Long.MIN_VALUE;
    }

    /** A state whose next run has to happen, whatever its causes were. */
    static KeyState withLostCauses() {
        var state = new KeyState();
        state.dropped = 1;
        return state;
    }

    /**
     * A run that is due without any change.
     *
     * @param nanos when, on the monotonic clock
     * @param what why
     */
    record Due(long nanos, Cause.What what) {}

    void add(Cause cause) {
        lock.lock();
        try {
            if (causes.size() == CAUSES_KEPT) {
                causes.removeFirst();
                dropped++;
            }
            causes.add(cause);
        } finally {
            lock.unlock();
        }
    }

    /**
     * This run has written a version of an object. If the API server's report of it was quicker than its answer, it has become
     * a cause, which it is not: the run knows what it wrote.
     */
    void wrote(Kind kind, Header written) {
        lock.lock();
        try {
            wrote = true;
            causes.removeIf(cause -> cause.resourceVersion().equals(written.resourceVersion())
                    && cause.kind().equals(kind.name())
                    && cause.key().equals(written.key()));
        } finally {
            lock.unlock();
        }
    }

    /** What the next run will be for, as far as that has come in. */
    List<Cause> waiting() {
        lock.lock();
        try {
            return List.copyOf(causes);
        } finally {
            lock.unlock();
        }
    }

    /** Code goes on for the object when this run has ended. */
    void began(Lasting code) {
        lock.lock();
        try {
            lasting.removeIf(before -> before.over().isDone());
            lasting.add(code);
        } finally {
            lock.unlock();
        }
    }

    /** Has what goes on end; done when it has. */
    CompletableFuture<Void> end() {
        List<Lasting> all;
        lock.lock();
        try {
            all = List.copyOf(lasting);
            lasting.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(Lasting::end);
        return CompletableFuture.allOf(all.stream().map(Lasting::over).toArray(CompletableFuture[]::new));
    }

    /** Whether there is nothing to remember. */
    boolean isBlank() {
        lock.lock();
        try {
            return causes.isEmpty()
                    && dropped == 0
                    && failures == 0
                    && haste == 0
                    && due == null
                    && applied.isEmpty()
                    && lasting.stream().allMatch(code -> code.over().isDone())
                    && !wrote;
        } finally {
            lock.unlock();
        }
    }

    /** A run is about to begin: what is remembered of an object does not concern a later one of the same name. */
    void meets(Header header) {
        if (!uid.equals(header.uid())) {
            if (!uid.isEmpty()) {
                var _ = end();
            }
            beginAnew();
            haste = 0;
            due = null;
            applied.clear();
            uid = header.uid();
        }
    }

    /** Whether an object asks for something else than what the failures are about. */
    boolean isAskedAnew(Kind kind, Header header, List<Cause> taken) {
        if (header.generation() > 0) {
            return header.generation() != failedGeneration;
        }
        // A kind that counts no generations has only its changes, which schedules and retries are not.
        return taken.stream()
                .anyMatch(cause -> !cause.resourceVersion().isEmpty()
                        && cause.key().equals(header.key())
                        && cause.kind().equals(kind.name()));
    }

    /** Takes the causes of the run that begins; empty if there is no reason for one. */
    List<Cause> takeCauses(Kind kind, ObjectKey key, long now) {
        lock.lock();
        try {
            var taken = new ArrayList<>(causes);
            if (taken.isEmpty() && (dropped > 0 || (due != null && due.nanos <= now))) {
                taken.add(new Cause(due == null ? Cause.What.CHANGED : due.what, kind.name(), key, ""));
            }
            causes.clear();
            dropped = 0;
            return List.copyOf(taken);
        } finally {
            lock.unlock();
        }
    }
}
