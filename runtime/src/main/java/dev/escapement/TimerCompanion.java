package dev.escapement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.client.RawObject;
import dev.escapement.time.Clock;
import dev.escapement.time.Timers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One timer of a controller at work, for all of its objects.
 *
 * <p>Calls that are known to be quick follow one another on the thread of {@link Timers}, which saves a thread for each; where
 * the last call for an object took longer, the next one gets a thread of its own.
 *
 * @param <T> the type of the objects
 */
final class TimerCompanion<T extends HasMetadata> implements Companion {
    private static final Duration RULE_OF_THUMB = Duration.ofMinutes(1);

    private final Plan.Timer<T> timer;
    private final Every every;
    private final Parts parts;
    private final Clock clock;
    private final Function<ObjectKey, Optional<RawObject>> objects;
    private final Executor threads;
    private final Logger log;
    private final Retries retries;
    private final TimerAgenda agenda;
    private final TimerCalls<T> calls;
    private final ConcurrentHashMap<ObjectKey, TimerSeries> all = new ConcurrentHashMap<>();

    private volatile boolean started;

    @SuppressWarnings("this-escape") // nobody calls before the start
    TimerCompanion(
            Plan<T> plan,
            Plan.Timer<T> timer,
            Parts parts,
            Function<ObjectKey, Optional<RawObject>> objects,
            Executor threads) {
        this.timer = timer;
        this.every = timer.every();
        this.parts = parts;
        this.clock = parts.clock();
        this.objects = objects;
        this.threads = threads;
        this.log = parts.controls().log(plan.name);
        this.retries = new Retries(parts, plan, "timer " + timer.name(), every.retry(), log);
        this.agenda = new TimerAgenda(clock, every, new Timers<>(clock, this::due));
        this.calls = new TimerCalls<>(plan, timer, parts, objects, retries, log, this::ended);
    }

    @Override
    public void start() {
        if (every.interval().compareTo(RULE_OF_THUMB) < 0) {
            log.info(
                    "timer {} comes every {} s: below 1 min, a daemon that waits by itself is cheaper if it keeps something"
                            + " between calls",
                    timer.name(),
                    every.interval().toMillis() / 1e3);
        }
        started = true;
        for (var series : all.values()) {
            series.lock.lock();
            try {
                schedule(series, TimerAgenda.NEVER);
            } finally {
                series.lock.unlock();
            }
        }
    }

    @Override
    public void present(@Nullable Header before, Header now) {
        if (!isWanted(now)) {
            absent(now.key(), "the filter of timer " + timer.name() + " does not match any more");
            return;
        }
        while (true) {
            var series = all.computeIfAbsent(now.key(), TimerSeries::new);
            series.lock.lock();
            try {
                if (!series.forgotten) {
                    present(series, before, now);
                    return;
                }
            } finally {
                series.lock.unlock();
            }
        }
    }

    private void present(TimerSeries series, @Nullable Header before, Header now) {
        boolean another = before != null && !before.uid().equals(now.uid());
        if (series.active && another) {
            series.end();
        }
        if (!series.active) {
            var wall = clock.now();
            series.begin(Grid.of(every, now, wall), Grid.nanos(wall), clock.nanos());
            series.generation = now.generation();
            series.essence = !every.idle().isZero() && now.generation() == 0
                    ? new Essence(parts.client().json(), now)
                    : null;
            schedule(series, TimerAgenda.NEVER);
            return;
        }
        if (series.essence != null) {
            series.essence.changed(now, clock.nanos());
        } else if (series.generation != now.generation()) {
            series.changed = clock.nanos();
        }
        series.generation = now.generation();
        if (before != null
                && series.parked
                && ChangeFilter.annotation(Intake.REPLAY).matters(before, now)) {
            retries.release(now.key());
            again(series);
        } else if (series.parked) {
            series.parked = false; // unless the letter still says so at the next tick
            series.suspect = true;
            series.excused = true;
            schedule(series, TimerAgenda.NEVER);
        }
    }

    private boolean isWanted(Header object) {
        try {
            return every.when().test(object);
        } catch (RuntimeException e) {
            log.error("{}: the filter of timer {} failed, and does not match: {}", object.key(), timer.name(), e, e);
            return false;
        }
    }

    @Override
    public void absent(ObjectKey key, String why) {
        var series = all.get(key);
        if (series != null) {
            end(series, why);
        }
        boolean goes = objects.apply(key).map(RawObject::deleting).orElse(true);
        if (goes) {
            retries.settle(key);
        }
    }

    private void end(TimerSeries series, String why) {
        series.lock.lock();
        try {
            if (!series.active) {
                return;
            }
            if (series.caller != null) {
                log.debug("{}: a call of timer {} is stopped: {}", series.key, timer.name(), why);
            }
            series.end();
            agenda.cancel(series);
            forgetIfUnused(series);
        } finally {
            series.lock.unlock();
        }
    }

    private void forgetIfUnused(TimerSeries series) {
        if (!series.active && !series.busy) {
            series.forgotten = true;
            all.remove(series.key, series);
        }
    }

    @Override
    public void released(DeadLetters.Id id) {
        var series = retries.concerns(id) ? all.get(id.key()) : null;
        if (series == null) {
            return;
        }
        series.lock.lock();
        try {
            series.suspect = true;
            if (series.active && series.parked) {
                again(series);
            }
        } finally {
            series.lock.unlock();
        }
    }

    /** Calls once more for what was given up. */
    private void again(TimerSeries series) {
        series.parked = false;
        series.excused = true;
        series.retried();
        schedule(series, clock.nanos());
    }

    /** Sets when a series is due next, once there is a start. */
    private void schedule(TimerSeries series, long soonest) {
        if (started) {
            agenda.next(series, soonest);
        }
    }

    private void due(TimerSeries series) {
        if (!begin(series)) {
            return;
        }
        if (series.quick) {
            calls.call(series);
        } else {
            threads.execute(() -> calls.call(series));
        }
    }

    private boolean begin(TimerSeries series) {
        series.lock.lock();
        try {
            if (!series.active || series.busy || !agenda.isDue(series)) {
                return false; // it was moved just now
            }
            if (!agenda.isIdle(series)) {
                series.excused = true;
                agenda.next(series, TimerAgenda.NEVER);
                return false;
            }
            return !isParked(series) && calls.begin(series);
        } finally {
            series.lock.unlock();
        }
    }

    private boolean isParked(TimerSeries series) {
        if (series.suspect) {
            series.suspect = false;
            series.parked = objects.apply(series.key).map(retries::isParked).orElse(false);
        }
        return series.parked;
    }

    private void ended(TimerSeries series, long soonest) {
        schedule(series, soonest);
        forgetIfUnused(series);
    }

    @Override
    public CompletableFuture<Void> stop(String why) {
        agenda.close();
        return calls.stop();
    }

    @Override
    public void interrupt() {
        for (var series : all.values()) {
            series.lock.lock();
            try {
                if (series.caller != null) {
                    series.caller.interrupt();
                }
            } finally {
                series.lock.unlock();
            }
        }
    }

    @Override
    public int running() {
        return calls.running();
    }

    @Override
    public Optional<TimerView> timerView(int limit) {
        return Optional.of(TimerView.of(calls.stats(all.size()), every.interval(), clock, all.values(), limit));
    }

    @Override
    public Optional<TaskView> task(ObjectKey key) {
        return Optional.ofNullable(all.get(key)).map(series -> TimerView.task(timer.name(), series, clock));
    }

    @Override
    public List<Ailment> ailments() {
        return started ? new TimerHealth(timer.name(), agenda).ailments(all.values()) : List.of();
    }

    @Override
    public Optional<TimerStats> timer() {
        return Optional.of(calls.stats(all.size()));
    }
}
