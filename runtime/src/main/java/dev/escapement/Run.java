package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.queue.WorkQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What happens between taking a key and giving it back: the object is decoded, the author's code runs, its outcome is
 * written and followed. Whatever goes wrong concerns this key only.
 *
 * @param <T> the type of the objects
 */
final class Run<T extends HasMetadata> {
    /** How often a run begins again at once, on a fresh copy, because somebody else was faster; then its backoff begins. */
    private static final int FRESH_COPIES = 3;
    /** Before the second and third: the other may write more than once. */
    private static final Duration FRESH_PAUSE = Duration.ofMillis(25);

    private static final String GONE = "done: it is gone";

    private final Plan<T> plan;
    private final Parts parts;
    private final WorkQueue<ObjectKey> queue;
    private final Aftermath aftermath;
    private final History history;
    private final Logger log;
    private final String finalizer;

    Run(Plan<T> plan, Parts parts, WorkQueue<ObjectKey> queue, Aftermath aftermath, History history, Logger log) {
        this.plan = plan;
        this.parts = parts;
        this.queue = queue;
        this.aftermath = aftermath;
        this.history = history;
        this.log = log;
        this.finalizer = "escapement.dev/" + parts.operator() + "." + plan.name;
    }

    /** What one run has in hand. */
    private record Turn(KeyState state, List<Cause> causes, Attempt attempt) {}

    void run(RawObject object, KeyState state, Attempt attempt) throws InterruptedException {
        var header = object.header();
        attempt.header = header;
        state.meets(header);
        if (header.deleting()) {
            var _ = state.end(); // steps of what is to be there are of no use any more
        }
        long began = parts.clock().nanos();
        var causes = state.takeCauses(plan.kind, header.key(), began);
        if (causes.isEmpty()) {
            // Only the echo of an own write brought the key here, in the place of the schedule that it had.
            if (state.due != null) {
                queue.addAfter(header.key(), Duration.ofNanos(state.due.nanos() - began));
            }
            return;
        }
        if (state.isAskedAnew(plan.kind, header, causes)) {
            if (header.generation() == 0) {
                parts.letters().settle(aftermath.id(header.key()));
            }
            state.beginAnew();
        }
        if (causes.stream().anyMatch(cause -> cause.what() != Cause.What.SCHEDULED)) {
            state.haste = 0;
        }
        if (aftermath.rests(header, state, causes)) {
            return;
        }
        state.due = null;
        int number = state.failures + 1;
        aftermath.begun();
        parts.observer().begins(plan.name, header, plan.limit);
        String end;
        try (var _ = LogContext.open(parts.operator(), plan.name, header.key(), number)) {
            end = end(object, new Turn(state, causes, attempt));
        } finally {
            parts.observer().ends(plan.name, header.key());
        }
        if (!attempt.isAbandoned()) {
            var took = Duration.ofNanos(parts.clock().nanos() - began);
            history.add(header.key(), new PastRun(parts.clock().now().minus(took), took, causes, number, end));
            log.debug("{}: run because of {}: {}", header.key(), causes, end);
        }
    }

    /** Runs, and says how that ended. */
    private String end(RawObject object, Turn turn) throws InterruptedException {
        var current = object;
        for (int copies = 0; ; copies++) {
            turn.attempt.resumed();
            try {
                var known = isOnlyLeft(turn.causes) ? fresh(current) : current;
                if (known == null) {
                    return GONE;
                }
                current = known;
                return tried(current, turn);
            } catch (InterruptedException e) {
                if (!turn.attempt.isOverdue()) {
                    throw e;
                }
                return failed(current.header(), turn, e);
            } catch (Throwable failure) {
                // Errors as well: an author's StackOverflowError is the key's trouble, not the worker's.
                boolean isAgain = copies < FRESH_COPIES
                        && !turn.attempt.isOverdue()
                        && aftermath.verdict(failure) == Verdict.REFRESH;
                if (!isAgain && Failures.status(failure) != 404) {
                    return failed(current.header(), turn, failure);
                }
                parts.clock().sleep(FRESH_PAUSE.multipliedBy(copies));
                try {
                    var copy = fresh(current);
                    if (copy == null) {
                        return GONE;
                    }
                    current = copy;
                } catch (RuntimeException e) {
                    isAgain = false; // the first failure says more
                }
                if (!isAgain) {
                    return failed(current.header(), turn, failure);
                }
            }
        }
    }

    private String tried(RawObject object, Turn turn) throws Exception {
        return object.header().deleting() ? cleanUp(object, turn) : reconcile(object, turn);
    }

    private String failed(Header header, Turn turn, Throwable failure) {
        boolean isOverdue = turn.attempt.isOverdue();
        if (!turn.attempt.returned()) {
            return "";
        }
        return aftermath.failed(
                header, turn.state, isOverdue ? OverdueException.interrupted(plan.limit, failure) : failure);
    }

    /**
     * Whether nothing happened but that other objects went. The object may be on its way, too, although the cache does not know it
     * yet: what it owns is collected with it, and the reports of that come by other watches, perhaps sooner. Without asking, a run
     * would make it all anew.
     */
    private boolean isOnlyLeft(List<Cause> causes) {
        return causes.stream()
                .allMatch(cause ->
                        cause.what() == Cause.What.DELETED && !cause.kind().equals(plan.kind.name()));
    }

    /** The object as it is now, which the cache then has as well; null if it is gone. */
    private @Nullable RawObject fresh(RawObject object) throws InterruptedException {
        try {
            var path = plan.kind.path(object.header().key());
            var now = RawObject.of(parts.client().send(ApiRequest.of("GET", path)));
            if (!now.header().uid().equals(object.header().uid())) {
                return null;
            }
            parts.informers().wrote(plan.kind, now, null);
            return now;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }

    private String reconcile(RawObject object, Turn turn) throws Exception {
        var reconciler = plan.reconciler;
        if (reconciler == null) {
            throw new IllegalStateException("the controller has no reconciler");
        }
        var current = plan.cleanup == null || object.header().finalizers().contains(finalizer)
                ? object
                : withFinalizer(object, turn.state);
        var outcome = reconciler.reconcile(decode(current), context(current, turn));
        if (!turn.attempt.returned()) {
            return "";
        }
        StatusWrite.of(parts, plan.kind, current, outcome, turn.state);
        return aftermath.follow(outcome, current.header(), turn.state);
    }

    private String cleanUp(RawObject object, Turn turn) throws Exception {
        var cleanup = plan.cleanup;
        if (cleanup == null || !object.header().finalizers().contains(finalizer)) {
            return "done: it is being deleted";
        }
        var outcome = cleanup.reconcile(decode(object), context(object, turn));
        if (!turn.attempt.returned()) {
            return "";
        }
        if (!(outcome instanceof Outcome.Done)) {
            StatusWrite.of(parts, plan.kind, object, outcome, turn.state);
        } else {
            var others = new ArrayList<>(object.header().finalizers());
            others.remove(finalizer);
            try {
                parts.writer().setFinalizers(plan.kind, object, others, turn.state);
            } catch (ApiException e) {
                if (!e.isNotFound()) { // else it is gone, which is what was wanted
                    throw e;
                }
            }
        }
        return aftermath.follow(outcome, object.header(), turn.state);
    }

    private RawObject withFinalizer(RawObject object, KeyState state) throws InterruptedException {
        var finalizers = new ArrayList<>(object.header().finalizers());
        finalizers.add(finalizer);
        return parts.writer().setFinalizers(plan.kind, object, finalizers, state);
    }

    private T decode(RawObject object) {
        return parts.client().json().decode(object.json(), plan.type);
    }

    private Context context(RawObject object, Turn turn) {
        return new RunContext(parts, plan.kind, object, turn.state, turn.causes, log, turn.attempt)
                .wokenBy(() -> queue.add(object.header().key()));
    }
}
