package dev.escapement.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.escapement.client.ResourceVersions;

/**
 * Puts what was seen in several places into the order in which it was made, which is the order of resource versions. Not
 * thread-safe.
 *
 * @param <T> what is seen
 */
final class Sequence<T> {
    private final List<Seen<T>> waiting = new ArrayList<>();

    /**
     * Something that was seen.
     *
     * @param time when, by a clock that never jumps
     * @param version its resource version
     * @param what what it was
     */
    record Seen<T>(long time, String version, T what) {}

    void add(Seen<T> seen) {
        waiting.add(seen);
    }

    /**
     * Takes out, in order, what was seen until a time, and what was made before that although it was seen later. It had
     * happened when something newer was seen, and gets that time.
     */
    List<Seen<T>> takeUntil(long time) {
        waiting.sort(Comparator.comparing(Seen::version, ResourceVersions::compare));
        int end = waiting.size();
        while (end > 0 && waiting.get(end - 1).time - time > 0) {
            end--;
        }
        var taken = new ArrayList<>(waiting.subList(0, end));
        waiting.subList(0, end).clear();
        for (int i = end - 2; i >= 0; i--) {
            long next = taken.get(i + 1).time;
            var seen = taken.get(i);
            if (seen.time - next > 0) {
                taken.set(i, new Seen<>(next, seen.version, seen.what));
            }
        }
        return taken;
    }
}
