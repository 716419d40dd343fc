package dev.escapement.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Calls an action for each item again and again, on the item's {@link Schedule}.
 *
 * <p>Calls for one item never overlap: ticks that pass while one lasts are skipped, and counted in the next. Ticks come at the
 * wall clock's instants; when that clock jumps, at most one tick is early or late by the jump. What the action throws is
 * logged, and the next tick comes as if nothing had been. Safe for use by many threads; for the threads of the calls, and for
 * actions that block, see {@link Timers}.
 *
 * @param <K> the type of the items; equal items are one
 */
public final class Periodic<K> implements AutoCloseable {
    private final Clock clock;
    private final Action<? super K> action;
    private final Timers<Series<K>> timers;
    private final ConcurrentHashMap<K, Series<K>> all = new ConcurrentHashMap<>();
    /** The items whose calls last: one that was started anew meanwhile has another series. */
    private final Set<K> called = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /**
     * What is called.
     *
     * @param <K> the type of the items
     */
    @FunctionalInterface
    public interface Action<K> {
        /** Called for an item at a tick of its schedule. */
        void run(K item, Tick tick);
    }

    /**
     * A tick of a schedule.
     *
     * @param number the tick's number in its schedule
     * @param at the instant at which it was due
     * @param missed how many ticks were skipped since the last call, because that lasted too long or the clock stood still
     */
    public record Tick(long number, Instant at, long missed) {}

    private static final class Series<K> {
        final K item;
        final Schedule schedule;
        long last;

        Series(K item, Schedule schedule, long last) {
            this.item = item;
            this.schedule = schedule;
            this.last = last;
        }
    }

    /** Nothing to call yet. */
    public Periodic(Clock clock, Action<? super K> action) {
        this.clock = clock;
        this.action = action;
        this.timers = new Timers<>(clock, this::due);
    }

    /** Calls for an item at each tick from now on, in place of what its schedule was before. */
    public void start(K item, Schedule schedule) {
        var series = new Series<>(item, schedule, schedule.number(clock.now()));
        forget(all.put(item, series));
        if (closed) {
            all.remove(item, series);
        } else {
            next(series);
        }
    }

    /** Ends the calls for an item; one that has begun is not waited for. Returns false if there were none. */
    public boolean stop(K item) {
        return forget(all.remove(item));
    }

    /** How many items are called for. */
    public int size() {
        return all.size();
    }

    /** Ends the calls for all items; those that have begun are not waited for. What is started from now on is ignored. */
    @Override
    public void close() {
        closed = true;
        timers.close();
        all.clear();
    }

    private boolean forget(@Nullable Series<K> series) {
        if (series == null) {
            return false;
        }
        timers.cancel(series);
        return true;
    }

    private void next(Series<K> series) {
        var schedule = series.schedule;
        var now = clock.now();
        long number = schedule.number(now) + 1;
        if (number == series.last) {
            number++; // the last one rang a little before its time by the wall clock
        } else if (number < series.last) {
            series.last = number - 1; // the wall clock was set back
        }
        timers.schedule(series, Duration.between(now, schedule.tick(number)));
    }

    private void due(Series<K> series) {
        if (all.get(series.item) != series) {
            return; // stopped, or started anew with another schedule
        }
        if (!called.add(series.item)) {
            next(series); // the call of an earlier series lasts: this tick is skipped
            return;
        }
        var schedule = series.schedule;
        long number = Math.max(series.last + 1, schedule.number(clock.now()));
        var tick = new Tick(number, schedule.tick(number), number - series.last - 1);
        series.last = number;
        try {
            action.run(series.item, tick);
        } finally {
            called.remove(series.item);
            if (all.get(series.item) == series) {
                next(series);
            }
        }
    }
}
