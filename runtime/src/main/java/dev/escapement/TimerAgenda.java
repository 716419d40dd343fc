package dev.escapement;

import java.time.Duration;

import dev.escapement.time.Clock;
import dev.escapement.time.Timers;

/** When a timer's series are due. Its methods are called under the lock of the series that they are about. */
final class TimerAgenda implements AutoCloseable {
    /** As the time of a call that nobody asked for. */
    static final long NEVER = Long.MAX_VALUE;

    private final Clock clock;
    private final Every every;
    private final long idle;
    private final Timers<TimerSeries> timers;

    TimerAgenda(Clock clock, Every every, Timers<TimerSeries> timers) {
        this.clock = clock;
        this.every = every;
        this.idle = every.idle().toNanos();
        this.timers = timers;
    }

    /** Sets when a series is due: at its next tick, or before. */
    void next(TimerSeries series, long soonest) {
        if (!series.active || series.busy || series.parked) {
            return;
        }
        long wall = Grid.nanos(clock.now());
        long nanos = clock.nanos();
        boolean slides = every.fromEnd() && series.begun;
        long wait = slides ? every.interval().toNanos() : series.grid.tick(series.next(wall)) - wall;
        long rest = idle > 0 ? idleAt(series) - nanos : 0;
        if (rest > wait) {
            // The first tick at which it will have been idle for so long, if it does not change meanwhile.
            wait = slides ? rest : series.grid.tick(series.numberAfter(wall + rest - 1)) - wall;
            series.excused = true;
        }
        series.excused |= every.fromEnd();
        series.early = slides || soonest < nanos + wait;
        series.due = Math.min(soonest, nanos + wait);
        timers.schedule(series, Duration.ofNanos(series.due - nanos));
    }

    /** Whether a series is due, and not because of an earlier schedule. */
    boolean isDue(TimerSeries series) {
        return clock.nanos() >= series.due;
    }

    /** For how long a series has been due and not called for; zero or less if it is not. */
    Duration overdue(TimerSeries series) {
        return series.active && !series.busy && !series.parked
                ? Duration.ofNanos(clock.nanos() - series.due)
                : Duration.ZERO;
    }

    /** Whether an object has not changed for long enough. */
    boolean isIdle(TimerSeries series) {
        return idle == 0 || idleAt(series) <= clock.nanos();
    }

    private long idleAt(TimerSeries series) {
        if (series.essence != null) {
            series.changed = series.essence.changedAt(series.changed);
        }
        return series.changed + idle;
    }

    void cancel(TimerSeries series) {
        timers.cancel(series);
    }

    @Override
    public void close() {
        timers.close();
    }
}
