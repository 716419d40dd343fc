package dev.escapement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Backoff;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What becomes of the failures of a timer or a daemon: the first is told, all are retried, and what never works is parked. */
final class Retries {
    /** No retry any more. */
    static final long GIVEN_UP = Long.MAX_VALUE;

    private static final int HISTORY = 5;

    private final Parts parts;
    private final Plan<?> plan;
    /** Such as {@code timer probe}. */
    private final String task;

    private final String action;
    private final Backoff retry;
    private final Logger log;
    private final Traces traces;
    private final Verdicts verdicts;

    Retries(Parts parts, Plan<?> plan, String task, Backoff retry, Logger log) {
        this.parts = parts;
        this.plan = plan;
        this.task = task;
        this.action = task.startsWith("timer") ? "Timer" : "Daemon";
        this.retry = retry;
        this.log = log;
        this.traces = new Traces(parts.clock());
        this.verdicts = new Verdicts(plan.failures, log);
    }

    /** Failures in a row that concern one object. */
    static final class Row {
        private int count;
        private int total;
        private boolean isTold;
        private boolean isParked;
        private long retryAt;
        private final List<DeadLetters.Failure> history = new ArrayList<>(1);

        /** How many attempts have failed since it was given up last. */
        int count() {
            return count;
        }

        private void add(DeadLetters.Failure failure) {
            count++;
            total++;
            history.add(failure);
            if (history.size() > HISTORY) {
                history.removeFirst();
            }
        }

        /** Begins anew after it was given up. */
        void retried() {
            count = 0;
        }
    }

    /** What a failure means. */
    Verdict verdict(Throwable failure) {
        return verdicts.of(failure);
    }

    /**
     * An attempt has failed. One that was made before its time, as ticks of a timer are, does not count.
     *
     * @return when to try again, on the monotonic clock, or {@link #GIVEN_UP}
     */
    long failed(Row row, Header object, Throwable failure) {
        long now = parts.clock().nanos();
        boolean isTerminal = verdict(failure) == Verdict.TERMINAL;
        if (row.count > 0 && now < row.retryAt && !isTerminal) {
            return row.retryAt;
        }
        var said = Failures.describe(failure);
        row.add(new DeadLetters.Failure(parts.clock().now(), said));
        if (isTerminal || retry.exhausted(row.count)) {
            row.isParked = true;
            parts.letters().park(id(object.key()), plan.kind, object, failure, row.count, List.copyOf(row.history));
            return GIVEN_UP;
        }
        var delay = delay(row, object.key(), failure);
        row.retryAt = Clock.after(now, delay);
        if (row.isTold || row.isParked || Failures.isClusters(failure)) {
            log.debug("{}: {}, attempt {} failed", object.key(), task, row.count, failure);
        } else {
            row.isTold = true;
            log.warn(
                    "{}: {} failed, and is tried again in {} ms: {}",
                    object.key(),
                    task,
                    delay.toMillis(),
                    said,
                    traces.of(failure, object.key()));
            tell(object, Events.Tone.WARNING, "Failed", task + " failed: " + said);
        }
        return row.retryAt;
    }

    /** An attempt has worked, perhaps after some that had not. */
    void worked(@Nullable Row row, Header object) {
        if (row != null && row.isTold && !row.isParked) { // else the letter tells
            log.info("{}: {} works again after {} failed attempts", object.key(), task, row.total);
            tell(object, Events.Tone.NORMAL, "Recovered", task + " works again");
        }
        settle(object.key());
    }

    /** Whether it has been given up for an object in this state. */
    boolean isParked(Header object) {
        return parts.letters().isParked(id(object.key()), object);
    }

    /** Forgets that it had been given up for an object. */
    void settle(ObjectKey key) {
        parts.letters().settle(id(key));
    }

    /** Whether a letter is of this task. */
    boolean concerns(DeadLetters.Id id) {
        return id.controller().equals(plan.name) && id.task().equals(task);
    }

    /** An object that had been given up is tried once more. */
    void release(ObjectKey key) {
        parts.letters().release(id(key));
    }

    private DeadLetters.Id id(ObjectKey key) {
        return new DeadLetters.Id(plan.name, task, key);
    }

    void tell(Header object, Events.Tone tone, String reason, String note) {
        parts.events().tell(plan.kind, object, tone, reason, action, note);
    }

    /** The backoff with jitter that is the same for the same object and attempt, or more if the API server asks for it. */
    private Duration delay(Row row, ObjectKey key, Throwable failure) {
        var backoff = retry.delay(row.count, new SplittableRandom(key.hashCode() * 31L + row.count));
        var asked = Failures.retryAfter(failure);
        return asked.compareTo(backoff) > 0 ? asked : backoff;
    }
}
