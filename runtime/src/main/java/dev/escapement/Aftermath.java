package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.queue.WorkQueue;
import dev.escapement.time.Clock;
import org.slf4j.Logger;

/** What comes after a run: the next one, or a dead letter. Nothing else: a key is done, scheduled or kept as a letter. */
final class Aftermath {
    static final String RECONCILE = "reconcile";

    /** Longer than any operator lives, and short enough to count in nanoseconds. */
    private static final Duration FOREVER = Duration.ofDays(36_500);
    /** A run that asks for the next one within less than this is in haste. */
    private static final Duration HASTE = Duration.ofMillis(100);
    /** How often in a row that is as good as its word. */
    private static final int HASTE_ALLOWED = 10;
    /** How long the next run is put off at most because of haste. */
    private static final Duration FLOOR = Duration.ofSeconds(1);
    /** How often a change of another object may bring an attempt at what is parked. */
    private static final Duration TRIAL = Duration.ofMinutes(1);

    private final Plan<?> plan;
    private final Parts parts;
    private final WorkQueue<ObjectKey> queue;
    private final Logger log;
    private final Traces traces;
    private final Verdicts verdicts;
    private final RunTally tally = new RunTally();

    Aftermath(Plan<?> plan, Parts parts, WorkQueue<ObjectKey> queue, Logger log) {
        this.plan = plan;
        this.parts = parts;
        this.queue = queue;
        this.log = log;
        this.traces = new Traces(parts.clock());
        this.verdicts = new Verdicts(plan.failures, log);
    }

    /** What is counted of the runs. */
    RunTally tally() {
        return tally;
    }

    DeadLetters.Id id(ObjectKey key) {
        return new DeadLetters.Id(plan.name, RECONCILE, key);
    }

    /** What a failure of a run means. */
    Verdict verdict(Throwable failure) {
        return verdicts.of(failure);
    }

    /** Whether what failed for good is to be left alone; else it is tried, perhaps only once. */
    boolean rests(Header header, KeyState state, List<Cause> causes) {
        if (!parts.letters().isParked(id(header.key()), header)) {
            return false;
        }
        if (header.deleting()) {
            return false; // its cleanup has not been tried
        }
        // Another object may have brought what was missing: that is worth a trial, now or when the last one is long
        // enough ago.
        boolean isPromised = state.due != null;
        if (!isPromised && causes.stream().allMatch(cause -> cause.relation() == Cause.Relation.SELF)) {
            return true;
        }
        long now = parts.clock().nanos();
        if (state.trialAt <= now) {
            state.trialAt = Clock.after(now, TRIAL);
            return false;
        }
        runAgain(header.key(), state, Duration.ofNanos(state.trialAt - now), Cause.What.RETRIED);
        return true;
    }

    /** A run has ended as its author says; returns that in words. */
    String follow(Outcome outcome, Header header, KeyState state) {
        var key = header.key();
        String end;
        boolean isAgain = true;
        switch (outcome) {
            case Outcome.Failed failed -> {
                return failed(header, state, new FailedRun(failed));
            }
            case Outcome.Done _ -> {
                queue.cancel(key);
                state.haste = 0;
                isAgain = false;
                end = "done";
            }
            case Outcome.Again again -> end = again(key, state, again.after());
            case Outcome.At at ->
                end = again(key, state, Duration.between(parts.clock().now(), at.instant()));
        }
        worked(key, state, isAgain);
        return end;
    }

    private void worked(ObjectKey key, KeyState state, boolean isAgain) {
        parts.observer().worked(plan.name, key);
        tally.ended(isAgain);
        if (!parts.letters().settle(id(key)) && state.told) { // else the letters have told it
            log.info("{}: works again after {} failed attempts", key, state.failures);
        }
        state.beginAnew();
    }

    private String again(ObjectKey key, KeyState state, Duration asked) {
        var delay = asked;
        if (asked.compareTo(HASTE) >= 0) {
            state.haste = 0;
        } else if (++state.haste > HASTE_ALLOWED) {
            if (state.haste == HASTE_ALLOWED + 1) {
                log.warn(
                        "{}: asked to run again at once {} times in a row; from now on its runs are up to {} ms apart",
                        key,
                        state.haste,
                        FLOOR.toMillis());
            }
            var floor = HASTE.multipliedBy(1L << Math.min(10, state.haste - HASTE_ALLOWED - 1));
            delay = floor.compareTo(FLOOR) < 0 ? floor : FLOOR;
        }
        runAgain(key, state, delay, Cause.What.SCHEDULED);
        return "again in " + delay.toMillis() + " ms";
    }

    /** A run has failed: it is retried, or becomes a dead letter; returns that in words. */
    String failed(Header header, KeyState state, Throwable failure) {
        var key = header.key();
        var said = Failures.describe(failure);
        var verdict = verdict(failure);
        if (verdict == Verdict.DONE) {
            queue.cancel(key);
            state.haste = 0;
            worked(key, state, false);
            return "done: " + said;
        }
        tally.failed(failure, verdict);
        boolean wasParked = parts.letters().isParked(id(key), header) && !header.deleting();
        state.failed(header.generation(), new DeadLetters.Failure(parts.clock().now(), said));
        boolean isTerminal = verdict == Verdict.TERMINAL || wasParked;
        boolean isGivenUp = isTerminal || plan.retry.exhausted(state.failures);
        parts.observer().failed(plan.name, key, state.failures, plan.retry.attempts(), isTerminal, isGivenUp);
        if (isGivenUp) {
            queue.cancel(key);
            tally.gaveUp();
            parts.letters().park(id(key), plan.kind, header, failure, state.failures, state.recent);
            return "failed for good: " + said;
        }
        var delay = delay(plan.retry.delay(state.failures, random(key, state)), failure);
        if (state.told || verdict == Verdict.REFRESH || Failures.isClusters(failure)) {
            log.debug(
                    "{}: attempt {} failed, and is repeated in {} ms", key, state.failures, delay.toMillis(), failure);
        } else {
            state.told = true;
            log.warn(
                    "{}: failed, and is tried again in {} ms: {}",
                    key,
                    delay.toMillis(),
                    said,
                    traces.of(failure, key));
            parts.events().tell(plan.kind, header, Events.Tone.WARNING, "Failed", "Reconcile", said);
        }
        runAgain(key, state, delay, Cause.What.RETRIED);
        return "failed, again in " + delay.toMillis() + " ms: " + said;
    }

    private void runAgain(ObjectKey key, KeyState state, Duration after, Cause.What what) {
        var delay = after.isNegative() ? Duration.ZERO : after;
        long now = parts.clock().nanos();
        state.due = new KeyState.Due(delay.compareTo(FOREVER) > 0 ? Long.MAX_VALUE : now + delay.toNanos(), what);
        queue.addAfter(key, delay);
    }

    private static Duration delay(Duration backoff, Throwable failure) {
        var asked = Failures.retryAfter(failure);
        return asked.compareTo(backoff) > 0 ? asked : backoff;
    }

    /** Jitter that differs between keys and attempts, and is the same for the same ones. */
    private static RandomGenerator random(ObjectKey key, KeyState state) {
        return new SplittableRandom(key.hashCode() * 31L + state.failures);
    }
}
