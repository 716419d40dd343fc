package dev.escapement;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Notices that many Events about an object differ in their note only. It is the aggregator of client-go
 * ({@code tools/record/events_cache.go}) and has its figures: the tenth note is combined with those that follow, until there
 * was none for 10 minutes.
 */
final class SimilarEvents {
    static final int NOTES = 10;
    static final Duration WINDOW = Duration.ofMinutes(10);
    static final int GROUPS = 4096;

    private final Map<Told.Key, Group> groups = new EventBudget.Bounded<>(GROUPS);

    private static final class Group {
        final Set<Integer> notes = HashSet.newHashSet(NOTES);
        long last;
    }

    /** Whether there have been so many different notes that this one is to be combined with others. */
    boolean areMany(Told told, long now) {
        var group = groups.computeIfAbsent(told.similar(), _ -> new Group());
        if (now - group.last > WINDOW.toNanos()) {
            group.notes.clear();
        }
        group.last = now;
        if (group.notes.size() < NOTES) {
            group.notes.add(told.gist().hashCode());
        }
        return group.notes.size() >= NOTES;
    }
}
