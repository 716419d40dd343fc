package dev.escapement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.escapement.Letter.State;
import dev.escapement.client.Header;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.CountedLock;
import org.jspecify.annotations.Nullable;

/**
 * The letters that are known, which is what counts: the cluster has copies. At most so many for each controller. Safe for use by
 * many threads; looking takes no lock, and each change happens as a whole.
 */
final class LetterTable {
    private final int limit;
    private final ConcurrentHashMap<DeadLetters.Id, Letter> letters = new ConcurrentHashMap<>();
    private final CountedLock lock = new CountedLock("letters");
    /** Where a letter lies that keeps its object from being tried. Changed under the lock, as the rest. */
    private final Map<ObjectKey, Letter> places = new HashMap<>();

    private final Map<String, Integer> counts = new HashMap<>();

    LetterTable(int limit) {
        this.limit = limit;
    }

    /**
     * What came of a letter.
     *
     * @param before the one with the same id that it replaced; null if there was none
     * @param now what is kept
     * @param dropped what went, since there were too many
     */
    record Kept(@Nullable Letter before, Letter now, List<Letter> dropped) {}

    boolean holds(DeadLetters.Id id, Header object) {
        var letter = letters.get(id);
        return letter != null && letter.holds(object);
    }

    boolean knows(DeadLetters.Id id) {
        return letters.containsKey(id);
    }

    /** The letter that belongs to a place in the cluster; null if none does. */
    @Nullable
    Letter at(ObjectKey place) {
        lock.lock();
        try {
            return places.get(place);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a letter as the continuation of what is known. */
    Kept park(Letter letter) {
        lock.lock();
        try {
            var before = letters.get(letter.id());
            var now = letter.continuing(before);
            put(now);
            return new Kept(before, now, dropBeyondLimit(letter.id()));
        } finally {
            lock.unlock();
        }
    }

    /** Takes in a letter that was found in the cluster, unless what is known is as new; {@code now} is what counts. */
    Kept adopt(Letter found) {
        lock.lock();
        try {
            var before = letters.get(found.id());
            if (before != null && !found.last().isAfter(before.last())) {
                return new Kept(before, before, List.of());
            }
            put(found);
            return new Kept(before, found, dropBeyondLimit(found.id()));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a letter; returns it if there was one. */
    @Nullable
    Letter remove(DeadLetters.Id id) {
        lock.lock();
        try {
            var letter = letters.remove(id);
            if (letter != null) {
                places.remove(letter.place(), letter);
                counts.computeIfPresent(id.controller(), (_, count) -> count == 1 ? null : count - 1);
            }
            return letter;
        } finally {
            lock.unlock();
        }
    }

    /** Changes the state of a letter; false if it has that already, or is known as another by now. */
    boolean change(Letter letter, State state) {
        lock.lock();
        try {
            var known = letters.get(letter.id());
            if (known == null || !known.saysTheSame(letter) || known.state() == state) {
                return false;
            }
            put(known.in(state));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The letter with an id, whatever its state. */
    @Nullable
    Letter get(DeadLetters.Id id) {
        return letters.get(id);
    }

    /** All of them, as they are while one goes over them. */
    Collection<Letter> all() {
        return letters.values();
    }

    /** How many of a controller keep their objects from being tried. */
    int parked(String controller) {
        return (int) letters.values().stream()
                .filter(letter -> letter.state() == State.PARKED
                        && letter.id().controller().equals(controller))
                .count();
    }

    /** Those whose last failure was before a time. */
    List<Letter> olderThan(Instant time) {
        return letters.values().stream()
                .filter(letter -> letter.last().isBefore(time))
                .toList();
    }

    private void put(Letter letter) {
        var before = letters.put(letter.id(), letter);
        if (before == null) {
            counts.merge(letter.id().controller(), 1, Integer::sum);
        } else {
            places.remove(before.place(), before);
        }
        if (letter.state() != State.RELEASED) {
            places.put(letter.place(), letter);
        }
    }

    /** The oldest go; among those of one time, not the one that has just come. */
    private List<Letter> dropBeyondLimit(DeadLetters.Id latest) {
        var controller = latest.controller();
        if (counts.getOrDefault(controller, 0) <= limit) {
            return List.of();
        }
        var oldest = letters.values().stream()
                .filter(letter -> letter.id().controller().equals(controller))
                .sorted(Comparator.comparing((Letter letter) -> letter.state() != State.RELEASED)
                        .thenComparing(Letter::last)
                        .thenComparing(letter -> letter.id().equals(latest)))
                .limit(counts.getOrDefault(controller, 0) - (long) limit)
                .toList();
        var dropped = new ArrayList<Letter>();
        for (var letter : oldest) {
            remove(letter.id());
            dropped.add(letter);
        }
        return dropped;
    }
}
