package dev.escapement;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import dev.escapement.TaskView.State;
import dev.escapement.time.Clock;

/**
 * What is to be seen of a daemon.
 *
 * @param stats its figures
 * @param heartbeat how often it is to report; zero if it need not
 * @param retrying for how many objects it has crashed, and is started again
 * @param parked for how many objects it was given up
 * @param objects some of its objects: first those that do not run as they should, then those that have not reported for longest
 */
public record DaemonView(DaemonStats stats, Duration heartbeat, int retrying, int parked, List<TaskView> objects) {
    static DaemonView of(DaemonStats stats, Duration heartbeat, Clock clock, Collection<DaemonSlot> all, int limit) {
        var tasks = all.stream()
                .map(slot -> task(stats.name(), slot, !heartbeat.isZero(), clock))
                .toList();
        return new DaemonView(
                stats,
                heartbeat,
                (int) tasks.stream()
                        .filter(task -> task.state() == State.RETRYING)
                        .count(),
                (int) tasks.stream()
                        .filter(task -> task.state() == State.PARKED)
                        .count(),
                tasks.stream()
                        .sorted(Comparator.comparing((TaskView task) -> task.state() == State.RUNNING)
                                .thenComparing(task -> task.at() == null ? Instant.MAX : task.at())
                                .thenComparing(TaskView::key))
                        .limit(limit)
                        .toList());
    }

    static TaskView task(String daemon, DaemonSlot slot, boolean reports, Clock clock) {
        slot.lock();
        try {
            var state = state(slot);
            var at = switch (state) {
                case RUNNING -> reports ? TaskView.instant(clock, slot.beat) : null;
                case RETRYING -> slot.due == null ? null : TaskView.instant(clock, slot.due.nanos());
                default -> null;
            };
            return new TaskView("daemon " + daemon, slot.key, state, at, slot.row == null ? 0 : slot.row.count());
        } finally {
            slot.unlock();
        }
    }

    private static State state(DaemonSlot slot) {
        if (slot.thread != null) {
            return slot.abandoned ? State.ABANDONED : slot.why != null ? State.STOPPING : State.RUNNING;
        }
        return slot.parked ? State.PARKED : slot.awaits(DaemonSlot.Next.START) ? State.RETRYING : State.OFF;
    }
}
