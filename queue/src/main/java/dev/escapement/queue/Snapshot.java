package dev.escapement.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.queue.WorkQueue.Waiting;
import dev.escapement.queue.WorkQueue.Working;
import dev.escapement.time.TimerTable;

/** What a queue tells of itself, read at one instant under its lock. */
record Snapshot<K>(long now, TimerTable<K> table, Columns columns, Ready ready, RowList inWork) {
    QueueStats stats(long adds, long retries, long startedSum, Histogram waited, Histogram worked) {
        var waiting = new EnumMap<Priority, Integer>(Priority.class);
        var oldest = new EnumMap<Priority, Duration>(Priority.class);
        for (var priority : Priority.values()) {
            waiting.put(priority, ready.size(priority));
            oldest.put(priority, since(columns.since, ready.all(priority).first()));
        }
        return new QueueStats(
                ready.size(),
                inWork.size(),
                table.scheduled(),
                waiting,
                oldest,
                adds,
                retries,
                Duration.ofNanos(inWork.size() * now - startedSum),
                since(columns.started, inWork.first()),
                waited.snapshot(),
                worked.snapshot());
    }

    List<Waiting<K>> waiting(int limit) {
        var found = new ArrayList<Waiting<K>>();
        for (var priority : Priority.values()) {
            var rows = ready.all(priority);
            for (int row = rows.first(); row >= 0 && found.size() < limit; row = rows.after(row)) {
                found.add(new Waiting<>(
                        table.key(row), priority, since(columns.since, row), columns.failures[row], columns.why(row)));
            }
        }
        return found;
    }

    List<Working<K>> working() {
        var found = new ArrayList<Working<K>>();
        for (int row = inWork.first(); row >= 0; row = inWork.after(row)) {
            found.add(new Working<>(
                    table.key(row), since(columns.started, row), columns.failures[row], columns.whyStarted(row)));
        }
        return found;
    }

    private Duration since(long[] column, int row) {
        return row < 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, now - column[row]));
    }
}
