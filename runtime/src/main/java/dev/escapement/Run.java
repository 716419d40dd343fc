package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.cache.Change;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.client.UndecodableException;
import dev.escapement.queue.WorkQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between taking a key and giving it back: the object is decoded, the author's code runs, its outcome is
 * written and scheduled. Whatever goes wrong concerns this key only.
 *
 * @param <T> the type of the objects
 */
final class Run<T extends HasMetadata> {
    /** Longer than any operator lives, and short enough to count in nanoseconds. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Plan<T> plan;
    private final Parts parts;
    private final WorkQueue<ObjectKey> queue;
    private final Logger log;
    private final String finalizer;

    Run(Plan<T> plan, Parts parts, WorkQueue<ObjectKey> queue) {
        this.plan = plan;
        this.parts = parts;
        this.queue = queue;
        this.log = LoggerFactory.getLogger("dev.escapement." + parts.operator() + "." + plan.name);
        this.finalizer = "escapement.dev/" + parts.operator() + "." + plan.name;
    }

    void run(RawObject object, KeyState state) throws InterruptedException {
        var header = object.header();
        state.meets(header);
        long now = parts.clock().nanos();
        var causes = state.takeCauses(plan.kind, header.key(), now);
        if (causes.isEmpty()) {
            // Only the echo of an own write brought the key here, in the place of the schedule that it had.
            if (state.due != null) {
                queue.addAfter(header.key(), Duration.ofNanos(state.due.nanos() - now));
            }
            return;
        }
        state.due = null;
        if (state.isAskedAnew(plan.kind, header, causes)) {
            state.failures = 0;
        }
        try {
            if (isOrphaned(object, causes)) {
                return;
            }
            if (header.deleting()) {
                cleanUp(object, state, causes);
            } else {
                reconcile(object, state, causes);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable failure) {
            // Errors as well: an author's StackOverflowError is the key's trouble, not the worker's.
            failed(header, state, failure);
        }
    }

    /**
     * Whether the object is gone although the cache still has it. When an object is deleted, what it owns is collected, and the
     * reports of that come by other watches, perhaps sooner: without asking, a run would make it all anew.
     */
    private boolean isOrphaned(RawObject object, List<Cause> causes) throws InterruptedException {
        for (var cause : causes) {
            boolean ownedIsGone =
                    cause.what() == Cause.What.DELETED && !cause.kind().equals(plan.kind.name());
            if (!ownedIsGone) {
                return false;
            }
        }
        try {
            var path = plan.kind.path(object.header().key());
            var now = RawObject.of(parts.client().send(ApiRequest.of("GET", path)));
            return !now.header().uid().equals(object.header().uid());
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return true;
            }
            throw e;
        }
    }

    private void reconcile(RawObject object, KeyState state, List<Cause> causes) throws Exception {
        var reconciler = plan.reconciler;
        if (reconciler == null) {
            throw new IllegalStateException("the controller has no reconciler");
        }
        var current = plan.cleanup == null || object.header().finalizers().contains(finalizer)
                ? object
                : withFinalizer(object, state);
        var outcome = reconciler.reconcile(decode(current), context(current, state, causes));
        writeStatus(current, outcome, state);
        follow(outcome, current.header(), state);
    }

    private void cleanUp(RawObject object, KeyState state, List<Cause> causes) throws Exception {
        var cleanup = plan.cleanup;
        if (cleanup == null || !object.header().finalizers().contains(finalizer)) {
            return;
        }
        var outcome = cleanup.reconcile(decode(object), context(object, state, causes));
        if (!(outcome instanceof Outcome.Done)) {
            writeStatus(object, outcome, state);
        } else {
            var others = new ArrayList<>(object.header().finalizers());
            others.remove(finalizer);
            try {
                parts.writer().setFinalizers(plan.kind, object, others, state);
            } catch (ApiException e) {
                if (!e.isNotFound()) { // else it is gone, which is what was wanted
                    throw e;
                }
            }
        }
        follow(outcome, object.header(), state);
    }

    private RawObject withFinalizer(RawObject object, KeyState state) throws InterruptedException {
        var finalizers = new ArrayList<>(object.header().finalizers());
        finalizers.add(finalizer);
        return parts.writer().setFinalizers(plan.kind, object, finalizers, state);
    }

    private T decode(RawObject object) {
        return parts.client().json().decode(object.json(), plan.type);
    }

    private Context context(RawObject object, KeyState state, List<Cause> causes) {
        return new RunContext(parts, plan.kind, object, state, causes, log);
    }

    private void writeStatus(RawObject object, Outcome outcome, KeyState state) throws InterruptedException {
        if (outcome.status().isEmpty()) {
            return;
        }
        var json = parts.client().json();
        var before = json.parse(object.json()).path("status");
        if (!(json.tree(outcome.status().get()) instanceof ObjectNode after)) {
            throw new IllegalArgumentException("a status is written as a JSON object, which "
                    + outcome.status().get().getClass().getName() + " is not");
        }
        var patch = JsonTrees.mergePatch(before.isObject() ? before : MissingNode.getInstance(), after);
        if (!patch.isEmpty()) {
            parts.writer().patchStatus(plan.kind, object.header().key(), patch, state);
        }
    }

    private void follow(Outcome outcome, Header header, KeyState state) {
        var key = header.key();
        switch (outcome) {
            case Outcome.Failed failed -> {
                failed(header, state, new FailedRun(failed));
                return;
            }
            case Outcome.Done _ -> queue.cancel(key);
            case Outcome.Again again -> runAgain(key, state, again.after(), Cause.What.SCHEDULED);
            case Outcome.At at ->
                runAgain(key, state, Duration.between(parts.clock().now(), at.instant()), Cause.What.SCHEDULED);
        }
        if (state.failures > 0) {
            log.info("{}: works again after {} failed attempts", key, state.failures);
            state.failures = 0;
        }
    }

    /** A run has failed: it is retried, or left until the object changes. */
    void failed(Header header, KeyState state, Throwable failure) {
        var key = header.key();
        if (failure instanceof ApiException gone && gone.isNotFound() && isGone(key)) {
            return; // the object went while the run was on its way
        }
        state.failures++;
        state.failedGeneration = header.generation();
        var retry = plan.retry;
        if (isTerminal(failure)) {
            log.error("{}: failed for good, and is left until it changes: {}", key, describe(failure), trace(failure));
        } else if (retry.exhausted(state.failures)) {
            log.error(
                    "{}: gave up after {} attempts, and is left until it changes: {}",
                    key,
                    state.failures,
                    describe(failure),
                    trace(failure));
        } else {
            var delay = delay(retry.delay(state.failures, random(key, state)), failure);
            if (state.failures == 1 && !(failure instanceof ApiException api && api.isConflict())) {
                log.warn(
                        "{}: failed, and is tried again in {} ms: {}",
                        key,
                        delay.toMillis(),
                        describe(failure),
                        trace(failure));
            } else {
                log.debug("{}: attempt {} failed", key, state.failures, failure);
            }
            runAgain(key, state, delay, Cause.What.RETRIED);
        }
    }

    private void runAgain(ObjectKey key, KeyState state, Duration after, Cause.What what) {
        var delay = after.isNegative() ? Duration.ZERO : after;
        long now = parts.clock().nanos();
        state.due = new KeyState.Due(delay.compareTo(FOREVER) > 0 ? Long.MAX_VALUE : now + delay.toNanos(), what);
        queue.addAfter(key, delay);
    }

    private static Duration delay(Duration backoff, Throwable failure) {
        var asked = failure instanceof ApiException api ? api.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        return asked.compareTo(backoff) > 0 ? asked : backoff;
    }

    private boolean isGone(ObjectKey key) {
        return parts.informers().find(plan.kind, key).isEmpty();
    }

    private static boolean isTerminal(Throwable failure) {
        return switch (failure) {
            case FailedRun run -> !run.outcome.retryable();
            case UndecodableException _ -> true;
            default -> false;
        };
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** The stack of failures that nobody foresaw; what the API server or the author says needs none. */
    private static @Nullable Throwable trace(Throwable failure) {
        return failure instanceof FailedRun
                        || failure instanceof ApiException
                        || failure instanceof UndecodableException
                ? null
                : failure;
    }

    /** Jitter that differs between keys and attempts, and is the same for the same ones. */
    private static RandomGenerator random(ObjectKey key, KeyState state) {
        return new SplittableRandom(key.hashCode() * 31L + state.failures);
    }

    void mappingFailed(Change change, RuntimeException failure) {
        log.error(
                "the mapping of a change of {} {} failed, and the change is passed over: {}",
                change.kind().name(),
                change.key(),
                describe(failure),
                failure);
    }

    /** An outcome of failure on its way to where failures are handled. */
    private static final class FailedRun extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Outcome.Failed outcome;

        FailedRun(Outcome.Failed outcome) {
            super(outcome.reason(), null, false, false);
            this.outcome = outcome;
        }
    }
}
