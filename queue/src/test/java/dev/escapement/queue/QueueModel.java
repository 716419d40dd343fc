package dev.escapement.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import dev.escapement.queue.WorkQueue.Priority;
import dev.escapement.queue.WorkQueue.Waiting;
import dev.escapement.queue.WorkQueue.Working;
import org.jspecify.annotations.Nullable;

/** The simplest thing that a {@link WorkQueue} without flows could be: one object for each key, and a search for all else. */
final class QueueModel {
    /** All that is known of a key. */
    private static final class Entry {
        final int key;
        boolean dirty;
        boolean processing;
        boolean retried;
        Priority priority = Priority.NORMAL;
        long since;
        /** When it began to wait for a worker, among all that do. */
        long turn;

        long started;
        long startTurn;
        int failures;
        long due = -1;
        long dueTurn;

        @Nullable
        Object why;

        @Nullable
        Object whyStarted;

        Entry(int key) {
            this.key = key;
        }

        boolean waits() {
            return dirty && !processing;
        }
    }

    private final TreeMap<Integer, Entry> entries = new TreeMap<>();
    private final long[] patience;
    long now;
    boolean draining;
    boolean closed;
    private long turns;
    private boolean ahead;
    long adds;
    long schedules;
    long taken;
    long waited;
    long given;
    long worked;

    /** @param limits by priority, for how long a key may wait, in nanoseconds */
    QueueModel(long... limits) {
        patience = java.util.Arrays.stream(limits).map(limit -> limit / 8 * 7).toArray();
    }

    void add(int key, Priority priority, @Nullable Object why) {
        if (!draining && !closed) {
            var entry = entry(key);
            entry.due = -1;
            want(entry, priority, why);
        }
    }

    void schedule(int key, long delay, boolean earliest, int failures) {
        if (draining || closed) {
            return;
        }
        var entry = entry(key);
        if (failures > 0) {
            entry.failures = failures;
            entry.retried = entry.processing;
        }
        if (delay <= 0) {
            entry.due = -1;
            want(entry, Priority.NORMAL, null);
        } else if (!entry.dirty && !(earliest && entry.due >= 0 && entry.due <= now + delay)) {
            entry.due = now + delay;
            entry.dueTurn = turns++;
            schedules++;
        }
        dropIdle();
    }

    int failures(int key) {
        var entry = entries.get(key);
        return entry == null ? 0 : entry.failures;
    }

    void forget(int key) {
        if (entries.containsKey(key)) {
            entry(key).failures = 0;
        }
    }

    boolean cancel(int key) {
        var entry = entries.get(key);
        if (entry == null || entry.due < 0) {
            return false;
        }
        entry.due = -1;
        dropIdle();
        return true;
    }

    void advance(long by) {
        long target = now + by;
        while (true) {
            var next = scheduled().stream()
                    .filter(e -> e.due <= target)
                    .min(Comparator.comparingLong((Entry e) -> e.due).thenComparingLong(e -> e.dueTurn));
            if (next.isEmpty()) {
                break;
            }
            now = next.get().due;
            next.get().due = -1;
            want(next.get(), Priority.NORMAL, null);
        }
        now = target;
    }

    /** The key whose turn it is: the most urgent, or in every other turn one that has been overtaken for too long. */
    int take() {
        Entry urgent = null;
        Entry overdue = null;
        long most = 0;
        for (var priority : Priority.values()) {
            var waiting = waiting(priority);
            if (!waiting.isEmpty()) {
                var head = waiting.getFirst();
                long by = now - head.since - patience[priority.level];
                if (urgent == null) {
                    urgent = head;
                } else if (!ahead && by >= most) {
                    overdue = head;
                    most = by;
                }
            }
        }
        ahead = overdue != null;
        var next = overdue == null ? urgent : overdue;
        if (next == null) {
            throw new IllegalStateException("no key waits");
        }
        next.dirty = false;
        next.processing = true;
        next.retried = false;
        next.started = now;
        next.startTurn = turns++;
        next.whyStarted = next.why;
        next.why = null;
        taken++;
        waited += now - next.since;
        return next.key;
    }

    void done(int key) {
        var entry = entry(key);
        given++;
        worked += now - entry.started;
        entry.processing = false;
        entry.failures = entry.retried ? entry.failures : 0;
        entry.turn = turns++;
        dropIdle();
        closeIfDrained();
    }

    void drain() {
        draining = true;
        entries.values().forEach(entry -> entry.due = -1);
        dropIdle();
        closeIfDrained();
    }

    void shutDown() {
        closed = true;
        for (var entry : entries.values()) {
            entry.due = -1;
            entry.dirty = false;
            entry.why = null;
        }
        dropIdle();
    }

    List<Integer> processing() {
        return working().stream().map(entry -> entry.key).toList();
    }

    int depth() {
        return all(Entry::waits, e -> e.turn).size();
    }

    int scheduledCount() {
        return scheduled().size();
    }

    int waitingCount(Priority priority) {
        return waiting(priority).size();
    }

    long oldest(Priority priority) {
        var waiting = waiting(priority);
        return waiting.isEmpty() ? 0 : now - waiting.getFirst().since;
    }

    long unfinished() {
        return working().stream().mapToLong(e -> now - e.started).sum();
    }

    long longest() {
        return working().stream().mapToLong(e -> now - e.started).max().orElse(0);
    }

    List<Waiting<Integer>> tellWaiting(int limit) {
        var told = new ArrayList<Waiting<Integer>>();
        for (var priority : Priority.values()) {
            waiting(priority)
                    .forEach(e -> told.add(
                            new Waiting<>(e.key, priority, Duration.ofNanos(now - e.since), e.failures, e.why)));
        }
        return told.subList(0, Math.min(limit, told.size()));
    }

    List<Working<Integer>> tellWorking() {
        return working().stream()
                .map(e -> new Working<>(e.key, Duration.ofNanos(now - e.started), e.failures, e.whyStarted))
                .toList();
    }

    private List<Entry> waiting(Priority priority) {
        return all(e -> e.waits() && e.priority == priority, e -> e.turn);
    }

    private List<Entry> working() {
        return all(e -> e.processing, e -> e.startTurn);
    }

    private List<Entry> scheduled() {
        return all(e -> e.due >= 0, e -> e.dueTurn);
    }

    private List<Entry> all(Predicate<Entry> which, ToLongFunction<Entry> order) {
        return entries.values().stream()
                .filter(which)
                .sorted(Comparator.comparingLong(order))
                .toList();
    }

    private Entry entry(int key) {
        return entries.computeIfAbsent(key, Entry::new);
    }

    private void want(Entry entry, Priority priority, @Nullable Object why) {
        if (!entry.dirty) {
            entry.dirty = true;
            entry.priority = priority;
            entry.since = now;
            entry.turn = turns++;
            entry.why = why;
            adds++;
            return;
        }
        entry.why = entry.why == null ? why : entry.why;
        if (priority.level < entry.priority.level) {
            entry.priority = priority;
            entry.turn = turns++;
        }
    }

    /** A key that is nothing to the queue any more has no past either. */
    private void dropIdle() {
        entries.values().removeIf(e -> !e.dirty && !e.processing && e.due < 0);
    }

    private void closeIfDrained() {
        if (draining && entries.values().stream().noneMatch(e -> e.dirty || e.processing)) {
            shutDown();
        }
    }
}
