package dev.escapement;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import dev.escapement.TaskView.State;
import dev.escapement.time.Clock;

/**
 * What is to be seen of a timer.
 *
 * @param stats its figures
 * @param interval how far its ticks are apart
 * @param retrying for how many objects the last call has failed, and is repeated
 * @param parked for how many objects it was given up
 * @param next the objects that it calls for next, the soonest first
 */
public record TimerView(TimerStats stats, Duration interval, int retrying, int parked, List<TaskView> next) {
    static TimerView of(TimerStats stats, Duration interval, Clock clock, Collection<TimerSeries> all, int limit) {
        var tasks =
                all.stream().map(series -> task(stats.name(), series, clock)).toList();
        return new TimerView(
                stats,
                interval,
                (int) tasks.stream()
                        .filter(task -> task.state() == State.RETRYING)
                        .count(),
                (int) tasks.stream()
                        .filter(task -> task.state() == State.PARKED)
                        .count(),
                tasks.stream()
                        .filter(task -> task.at() != null)
                        .sorted(Comparator.comparing((TaskView task) -> Objects.requireNonNull(task.at()))
                                .thenComparing(TaskView::key))
                        .limit(limit)
                        .toList());
    }

    static TaskView task(String timer, TimerSeries series, Clock clock) {
        series.lock.lock();
        try {
            var state = series.busy
                    ? State.RUNNING
                    : !series.active
                            ? State.OFF
                            : series.parked ? State.PARKED : series.failed() > 0 ? State.RETRYING : State.WAITING;
            boolean comes = state == State.WAITING || state == State.RETRYING;
            return new TaskView(
                    "timer " + timer,
                    series.key,
                    state,
                    comes ? TaskView.instant(clock, series.due) : null,
                    series.failed());
        } finally {
            series.lock.unlock();
        }
    }
}
