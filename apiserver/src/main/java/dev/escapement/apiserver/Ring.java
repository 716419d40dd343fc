package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The latest changes of one resource, oldest first, bounded. Not thread-safe: its store guards it. */
final class Ring {
    private final int capacity;
    private @Nullable Change[] slots = new @Nullable Change[16];
    private long first;
    private long next;
    private long floor;

    /** @param floor the revision whose later changes are all known */
    Ring(int capacity, long floor) {
        this.capacity = capacity;
        this.floor = floor;
    }

    /** Changes after this revision are all here; a watch from an older one has expired. */
    long floor() {
        return floor;
    }

    void add(Change change) {
        if (next - first == capacity) {
            floor = at(first).revision();
            slots[index(first)] = null;
            first++;
        }
        if (next - first == slots.length) {
            grow();
        }
        slots[index(next++)] = change;
    }

    /** Forgets everything up to a revision. */
    void compact(long revision) {
        while (first < next && at(first).revision() <= revision) {
            slots[index(first++)] = null;
        }
        floor = Math.max(floor, revision);
    }

    /** The changes after a revision, oldest first. */
    List<Change> after(long revision) {
        if (first == next || at(next - 1).revision() <= revision) {
            return List.of();
        }
        long low = first;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).revision() <= revision) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<Change> changes = new ArrayList<>((int) (next - low));
        for (long i = low; i < next; i++) {
            changes.add(at(i));
        }
        return changes;
    }

    private Change at(long position) {
        Change change = slots[index(position)];
        if (change == null) {
            throw new IllegalStateException("no change at " + position);
        }
        return change;
    }

    private int index(long position) {
        return (int) (position % slots.length);
    }

    private void grow() {
        @Nullable Change[] larger = new @Nullable Change[Math.min(capacity, slots.length * 2)];
        for (long i = first; i < next; i++) {
            larger[(int) (i % larger.length)] = at(i);
        }
        slots = larger;
    }
}
