package dev.escapement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.escapement.client.ObjectKey;

/**
 * What is wanted of an operator while it runs, beside what its author wrote.
 *
 * @param allPaused whether all of its controllers pause
 * @param paused the names of the controllers that pause
 * @param pausedObjects the objects that pause, by the name of the controller; without those that say so themselves
 * @param workers the bounds of the workers, by the name of the controller; the author's for the others
 * @param verbose the names of the controllers whose debug lines are logged
 */
public record ControlState(
        boolean allPaused,
        Set<String> paused,
        Map<String, Set<ObjectKey>> pausedObjects,
        Map<String, Bounds> workers,
        Set<String> verbose) {
    static final ControlState NONE = new ControlState(false, Set.of(), Map.of(), Map.of(), Set.of());

    /** Copies what it is given. */
    public ControlState {
        paused = Set.copyOf(paused);
        pausedObjects = Map.copyOf(pausedObjects);
        workers = Map.copyOf(workers);
        verbose = Set.copyOf(verbose);
    }

    /**
     * How many workers a controller may have.
     *
     * @param least at least 1
     * @param most at least as many, and at most 100 000; the same to pin their number
     */
    public record Bounds(int least, int most) {
        /** More would be a slip of the finger: each has a thread. */
        private static final int LIMIT = 100_000;

        /** Checks the ranges. */
        public Bounds {
            if (least < 1 || most < least || most > LIMIT) {
                throw new IllegalArgumentException("workers must be from 1 to " + LIMIT
                        + ", and the least at most as many as the most, but are " + least + " to " + most);
            }
        }

        @Override
        public String toString() {
            return least == most ? Integer.toString(least) : least + "-" + most;
        }
    }

    ControlState withAllPaused(boolean value) {
        return new ControlState(value, paused, pausedObjects, workers, verbose);
    }

    ControlState withPaused(String controller, boolean value) {
        return new ControlState(allPaused, changed(paused, controller, value), pausedObjects, workers, verbose);
    }

    ControlState withPaused(String controller, ObjectKey object, boolean value) {
        var more = new HashMap<>(pausedObjects);
        var objects = changed(more.getOrDefault(controller, Set.of()), object, value);
        if (objects.isEmpty()) {
            more.remove(controller);
        } else {
            more.put(controller, objects);
        }
        return new ControlState(allPaused, paused, more, workers, verbose);
    }

    ControlState withWorkers(String controller, Bounds bounds) {
        var more = new HashMap<>(workers);
        more.put(controller, bounds);
        return new ControlState(allPaused, paused, pausedObjects, more, verbose);
    }

    ControlState withoutWorkers(String controller) {
        var less = new HashMap<>(workers);
        less.remove(controller);
        return new ControlState(allPaused, paused, pausedObjects, less, verbose);
    }

    ControlState withVerbose(String controller, boolean value) {
        return new ControlState(allPaused, paused, pausedObjects, workers, changed(verbose, controller, value));
    }

    private static <E> Set<E> changed(Set<E> set, E element, boolean there) {
        var copy = new HashSet<>(set);
        if (there) {
            copy.add(element);
        } else {
            copy.remove(element);
        }
        return Set.copyOf(copy);
    }

    /** Both together: what either has paused or made verbose is so; of workers, the other one has the last word. */
    ControlState and(ControlState other) {
        var both = new HashMap<>(workers);
        both.putAll(other.workers);
        var objects = new HashMap<>(pausedObjects);
        other.pausedObjects.forEach((controller, more) -> objects.merge(controller, more, ControlState::union));
        return new ControlState(
                allPaused || other.allPaused,
                union(paused, other.paused),
                objects,
                both,
                union(verbose, other.verbose));
    }

    private static <E> Set<E> union(Set<E> one, Set<E> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }

    boolean isPaused(String controller) {
        return allPaused || paused.contains(controller);
    }

    boolean isPaused(String controller, ObjectKey object) {
        return isPaused(controller)
                || pausedObjects.getOrDefault(controller, Set.of()).contains(object);
    }

    /** In words, for the log. */
    String describe() {
        var words = new ArrayList<String>();
        if (allPaused) {
            words.add("all controllers are paused");
        } else if (!paused.isEmpty()) {
            words.add("paused " + ControlText.quoted(paused));
        }
        workers.forEach((controller, bounds) -> words.add("\"" + controller + "\" has " + bounds + " workers"));
        if (!verbose.isEmpty()) {
            words.add("verbose " + ControlText.quoted(verbose));
        }
        return words.isEmpty() ? "all is as its author has it" : String.join(", ", words);
    }
}
