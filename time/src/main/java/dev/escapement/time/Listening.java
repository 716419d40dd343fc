package dev.escapement.time;

import org.jspecify.annotations.Nullable;

/**
 * Those who are to be told of something, in the order in which they came. They are links of a list themselves, as there may be many
 * lists of one: a set would take more memory than all else. Not thread-safe.
 */
final class Listening {
    private @Nullable Link first;
    private @Nullable Link last;

    /** One who is to be told; in one list at most. */
    static class Link {
        private @Nullable Link before;
        private @Nullable Link next;
        private boolean linked;

        /** The next one that was taken out with it. */
        @Nullable
        Link next() {
            return next;
        }
    }

    void add(Link link) {
        link.linked = true;
        link.before = last;
        if (last == null) {
            first = link;
        } else {
            last.next = link;
        }
        last = link;
    }

    /** Takes one out; returns false if it is not there. */
    boolean remove(Link link) {
        if (!link.linked) {
            return false;
        }
        link.linked = false;
        if (link.before == null) {
            first = link.next;
        } else {
            link.before.next = link.next;
        }
        if (link.next == null) {
            last = link.before;
        } else {
            link.next.before = link.before;
        }
        return true;
    }

    /** Takes all out; returns the first of them. */
    @Nullable
    Link removeAll() {
        var all = first;
        for (var link = first; link != null; link = link.next) {
            link.linked = false;
        }
        first = null;
        last = null;
        return all;
    }

    int size() {
        int size = 0;
        for (var link = first; link != null; link = link.next) {
            size++;
        }
        return size;
    }
}
