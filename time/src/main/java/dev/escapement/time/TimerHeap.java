package dev.escapement.time;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A 4-ary min-heap of timers, in which each entry knows its place, so that it can be removed without a search.
 *
 * <p>Four children a node make the heap half as deep as a binary one, and siblings share cache lines (LaMarca and Ladner,
 * "The Influence of Caches on the Performance of Heaps", 1996). Ties are broken by the order of insertion. Not thread-safe.
 */
final class TimerHeap {
    private static final int ARITY = 4;

    private @Nullable Entry[] entries = new @Nullable Entry[16];
    private int size;
    private long sequence;

    static final class Entry {
        final long due;
        final Runnable action;
        private long order;
        private int index = -1;

        Entry(long due, Runnable action) {
            this.due = due;
            this.action = action;
        }

        private boolean before(Entry other) {
            return due < other.due || (due == other.due && order < other.order);
        }
    }

    int size() {
        return size;
    }

    void add(Entry entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entry.order = sequence++;
        siftUp(size++, entry);
    }

    /** When the earliest entry is due; the given value if there is none. */
    long earliest(long none) {
        return size == 0 ? none : at(0).due;
    }

    /** Takes the earliest entry out if it is due. */
    @Nullable
    Entry poll(long now) {
        if (size == 0 || at(0).due > now) {
            return null;
        }
        var first = at(0);
        removeAt(0);
        return first;
    }

    boolean remove(Entry entry) {
        if (entry.index < 0) {
            return false;
        }
        removeAt(entry.index);
        return true;
    }

    private void removeAt(int index) {
        at(index).index = -1;
        var last = at(--size);
        entries[size] = null;
        if (index == size) {
            return;
        }
        siftDown(index, last);
        if (entries[index] == last) {
            siftUp(index, last);
        }
    }

    private void siftUp(int from, Entry entry) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) / ARITY;
            if (!entry.before(at(parent))) {
                break;
            }
            place(index, at(parent));
            index = parent;
        }
        place(index, entry);
    }

    private void siftDown(int from, Entry entry) {
        int index = from;
        while (true) {
            int first = index * ARITY + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            for (int child = first + 1; child < Math.min(first + ARITY, size); child++) {
                if (at(child).before(at(least))) {
                    least = child;
                }
            }
            if (!at(least).before(entry)) {
                break;
            }
            place(index, at(least));
            index = least;
        }
        place(index, entry);
    }

    private void place(int index, Entry entry) {
        entries[index] = entry;
        entry.index = index;
    }

    private Entry at(int index) {
        var entry = entries[index];
        if (entry == null) {
            throw new AssertionError("no entry at " + index + " of " + size);
        }
        return entry;
    }
}
