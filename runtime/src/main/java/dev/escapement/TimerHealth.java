package dev.escapement;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import dev.escapement.client.ObjectKey;
import org.jspecify.annotations.Nullable;

/** Finds calls of a timer that should have begun and have not, and one that is under way, which may be why. */
final class TimerHealth {
    private final String timer;
    private final TimerAgenda agenda;

    TimerHealth(String timer, TimerAgenda agenda) {
        this.timer = timer;
        this.agenda = agenda;
    }

    /** One ailment at most, whatever the number of objects is. */
    List<Ailment> ailments(Collection<TimerSeries> all) {
        int late = 0;
        var longest = Movement.PATIENCE;
        ObjectKey first = null;
        ObjectKey holder = null;
        for (var series : all) {
            series.lock.lock();
            try {
                var overdue = agenda.overdue(series);
                if (overdue.compareTo(Movement.PATIENCE) > 0) {
                    late++;
                }
                if (overdue.compareTo(longest) > 0) {
                    longest = overdue;
                    first = series.key;
                }
                if (series.caller != null) {
                    holder = series.key;
                }
            } finally {
                series.lock.unlock();
            }
        }
        return first == null
                ? List.of()
                : List.of(new Ailment("timer " + timer, describe(first, longest, late, holder), false));
    }

    private static String describe(ObjectKey first, Duration longest, int late, @Nullable ObjectKey holder) {
        return first + " has been due for " + longest.toSeconds() + " s"
                + (late > 1 ? ", and " + (late - 1) + " more are late" : "")
                + (holder == null ? "" : "; a call for " + holder + " is under way");
    }
}
