package dev.escapement;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The calls of a timer: the author's code runs, its outcome is written and followed.
 *
 * @param <T> the type of the objects
 */
final class TimerCalls<T extends HasMetadata> {
    /** From here on a thread of its own costs little beside what a call does, in nanoseconds. */
    private static final long QUICK = 100_000;

    /** What asks for a call once more is called at once, but not for ever. */
    private static final Duration HASTE = Duration.ofMillis(100);

    private final Plan<T> plan;
    private final Plan.Timer<T> timer;
    private final Parts parts;
    private final Clock clock;
    private final Function<ObjectKey, Optional<RawObject>> objects;
    private final Retries retries;
    private final Logger log;
    private final AfterCall after;
    private final AtomicInteger running = new AtomicInteger();
    private final TimerTally tally = new TimerTally();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile boolean stopping;

    /** What is done after a call, under the lock of its series. */
    @FunctionalInterface
    interface AfterCall {
        /** A call has ended, and the next one should not be later than a reading of the monotonic clock. */
        void ended(TimerSeries series, long soonest);
    }

    TimerCalls(
            Plan<T> plan,
            Plan.Timer<T> timer,
            Parts parts,
            Function<ObjectKey, Optional<RawObject>> objects,
            Retries retries,
            Logger log,
            AfterCall after) {
        this.plan = plan;
        this.timer = timer;
        this.parts = parts;
        this.clock = parts.clock();
        this.objects = objects;
        this.retries = retries;
        this.log = log;
        this.after = after;
    }

    /** Claims a series for a call, under its lock; false if there are to be no more calls. */
    boolean begin(TimerSeries series) {
        running.incrementAndGet();
        if (stopping) {
            ended();
            return false;
        }
        series.busy = true;
        series.called = series.life;
        return true;
    }

    /** Calls for a series that was {@linkplain #begin claimed}. */
    void call(TimerSeries series) {
        long from = clock.nanos();
        long late = from - series.due;
        long missed = 0;
        RawObject object = null;
        Outcome outcome = Outcome.done();
        Throwable failure = null;
        try {
            series.lock.lock();
            try {
                if (series.life == series.called) {
                    missed = series.take(Grid.nanos(clock.now()));
                    series.caller = Thread.currentThread();
                    object = objects.apply(series.key).orElse(null);
                }
            } finally {
                series.lock.unlock();
            }
            if (object != null) {
                if (!series.early) {
                    parts.observer()
                            .ticks(
                                    plan.name,
                                    timer.name(),
                                    object,
                                    Duration.ofNanos(series.grid.interval()),
                                    clock.now().minusNanos(late));
                }
                try (var context = new TimerCall<>(parts, plan, object, series, missed, log)) {
                    outcome = timer.code().call(context);
                }
                StatusWrite.of(parts, plan.kind, object, outcome, null);
            }
        } catch (Throwable e) { // an author's StackOverflowError is the object's trouble, not the timer's
            failure = e;
        } finally {
            boolean failed = end(series, from, object, outcome, failure);
            if (object != null) {
                tally.add(late, missed, failed);
            }
            ended();
        }
    }

    /** Says what comes next; returns whether the call failed. */
    private boolean end(
            TimerSeries series, long from, @Nullable RawObject object, Outcome outcome, @Nullable Throwable failure) {
        boolean failed = false;
        series.lock.lock();
        try {
            series.caller = null;
            Thread.interrupted(); // what was meant for this call is not for the next one on this thread
            series.busy = false;
            series.quick = clock.nanos() - from < QUICK;
            long soonest = TimerAgenda.NEVER;
            if (object == null && series.life == series.called) {
                series.end(); // it is gone: the report of it was overtaken, or is on its way
            }
            if (object != null && series.life == series.called && !stopping) {
                var reason = outcome instanceof Outcome.Failed said ? new FailedRun(said) : failure;
                if (reason != null && !isNone(reason, object)) {
                    failed = true;
                    soonest = failed(series, object, reason);
                } else {
                    soonest = worked(series, object, outcome);
                }
            }
            series.tidy();
            after.ended(series, soonest);
        } finally {
            series.lock.unlock();
        }
        return failed;
    }

    private boolean isNone(Throwable failure, RawObject object) {
        boolean isGone =
                Failures.status(failure) == 404 && objects.apply(object.key()).isEmpty();
        return isGone || retries.verdict(failure) == Verdict.DONE;
    }

    private long failed(TimerSeries series, RawObject object, Throwable failure) {
        long retryAt = retries.failed(series.failing(), object, failure);
        series.parked = retryAt == Retries.GIVEN_UP;
        return retryAt;
    }

    private long worked(TimerSeries series, RawObject object, Outcome outcome) {
        if (!series.hasWorked || series.row() != null) {
            retries.worked(series.row(), object);
            series.hasWorked = true;
            series.works();
        }
        var wait = switch (outcome) {
            case Outcome.Again again -> again.after();
            case Outcome.At at -> Duration.between(clock.now(), at.instant());
            default -> null;
        };
        if (wait == null) {
            return TimerAgenda.NEVER;
        }
        return Clock.after(clock.nanos(), series.early && wait.compareTo(HASTE) < 0 ? HASTE : wait);
    }

    private void ended() {
        if (running.decrementAndGet() == 0 && stopping) {
            ended.complete(null);
        }
    }

    /** Begins no more calls; done when those that have begun have ended. */
    CompletableFuture<Void> stop() {
        stopping = true;
        if (running.get() == 0) {
            ended.complete(null);
        }
        return ended;
    }

    int running() {
        return running.get();
    }

    TimerStats stats(int count) {
        return tally.stats(plan.name, timer.name(), count, running());
    }
}
