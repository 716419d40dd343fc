package dev.escapement.queue;

import java.time.Duration;
import java.util.Map;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.time.Clock;

/** The keys that wait for a worker: the more urgent first, but none longer than its age limit. */
final class Ready {
    private final Level[] levels;
    /** By priority: for how long a key waits before it goes ahead of more urgent ones. */
    private final long[] patience;

    private int size;
    /** Whether the last one went ahead of a more urgent one: then that is next. */
    private boolean ahead;

    Ready(Map<Priority, Duration> ageLimits, Fairness fairness, RowList.Links links) {
        var priorities = Priority.values();
        levels = new Level[priorities.length];
        patience = new long[priorities.length];
        for (var priority : priorities) {
            levels[priority.level] = new Level(fairness, links);
            var limit = ageLimits.get(priority);
            // An eighth of the limit is left to find a worker in.
            patience[priority.level] = limit == null ? Long.MAX_VALUE : Clock.after(0, limit) / 8 * 7;
        }
    }

    int size() {
        return size;
    }

    int size(Priority priority) {
        return all(priority).size();
    }

    RowList all(Priority priority) {
        return levels[priority.level].all();
    }

    void add(int row, int priority, long now) {
        levels[priority].add(row, priority, now);
        size++;
    }

    void remove(int row, int priority, long now) {
        levels[priority].remove(row, priority, now);
        size--;
    }

    /** Takes out the row whose turn it is; there must be one. */
    int next(long now, long[] since) {
        int first = 0;
        while (levels[first].all().isEmpty()) {
            first++;
        }
        size--;
        boolean alone = levels[first].all().size() > size;
        int aged = ahead || alone ? RowList.NONE : mostOverdue(first, now, since);
        ahead = aged != RowList.NONE;
        if (ahead) {
            int row = levels[aged].all().first();
            levels[aged].remove(row, aged, now);
            return row;
        }
        return levels[first].next(now);
    }

    private int mostOverdue(int first, long now, long[] since) {
        int found = RowList.NONE;
        long most = 0;
        for (int i = first + 1; i < levels.length; i++) {
            int oldest = levels[i].all().first();
            if (oldest != RowList.NONE) {
                long overdue = now - since[oldest] - patience[i];
                if (overdue >= most) {
                    most = overdue;
                    found = i;
                }
            }
        }
        return found;
    }
}
