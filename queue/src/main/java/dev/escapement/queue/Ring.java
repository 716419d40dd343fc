package dev.escapement.queue;

import org.jspecify.annotations.Nullable;

/** Lanes that take turns, linked through themselves: one is taken out at any place at once, and a ring holds no empty ones. */
final class Ring {
    private @Nullable Lane first;
    private @Nullable Lane last;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Lane first() {
        return first;
    }

    void add(Lane lane) {
        lane.ring = this;
        lane.before = last;
        lane.after = null;
        if (last == null) {
            first = lane;
        } else {
            last.after = lane;
        }
        last = lane;
        size++;
    }

    void remove(Lane lane) {
        var before = lane.before;
        var after = lane.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        lane.ring = null;
        lane.before = null;
        lane.after = null;
        size--;
    }
}
