package dev.escapement.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes what fails shorter, for as long as it still fails: large parts are left out first, then smaller ones, down to single
 * elements (delta debugging: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 *
 * <p>A trial is a whole run, so their number is bounded. Used by one thread.
 */
final class Shrink {
    private int left;

    private Shrink(int trials) {
        this.left = trials;
    }

    /**
     * The shortest found.
     *
     * @param found what fails
     * @param trials how many trials were made
     * @param minimal whether it does not fail any more without any one of its elements; false if the trials were used up before
     *     that was known
     */
    record Shrunk<T>(T found, int trials, boolean minimal) {}

    /**
     * Shortens a list; the order stays.
     *
     * @param failing which fails
     * @param trials how many lists are tried at most
     * @param fails whether a list fails; the same list always does, or never
     */
    static <T> Shrunk<List<T>> list(List<T> failing, int trials, Predicate<List<T>> fails) {
        return new Shrink(trials).shrunk(failing, Function.identity(), fails, trials);
    }

    /** Leaves out faults; rates and durations stay. */
    static Shrunk<Faults> faults(Faults failing, int trials, Predicate<Faults> fails) {
        var shrink = new Shrink(trials);
        var kept =
                shrink.shrunk(List.copyOf(failing.active()), faults -> failing.only(Set.copyOf(faults)), fails, trials);
        return new Shrunk<>(failing.only(Set.copyOf(kept.found())), kept.trials(), kept.minimal());
    }

    /** Leaves out of a run's faults whole sorts first, then single ones. */
    static Shrunk<FaultPlan> plan(FaultPlan failing, int trials, Predicate<FaultPlan> fails) {
        var shrink = new Shrink(trials);
        var sorts = new TreeSet<Fault>();
        failing.injections().forEach(injection -> sorts.add(injection.fault()));
        var kept = shrink.shrunk(List.copyOf(sorts), some -> of(failing, some), fails, trials)
                .found();
        var single = shrink.shrunk(of(failing, kept).injections(), FaultPlan::new, fails, trials);
        return new Shrunk<>(new FaultPlan(single.found()), single.trials(), single.minimal());
    }

    private static FaultPlan of(FaultPlan plan, List<Fault> sorts) {
        return new FaultPlan(plan.injections().stream()
                .filter(injection -> sorts.contains(injection.fault()))
                .toList());
    }

    private <E, T> Shrunk<List<E>> shrunk(List<E> failing, Function<List<E>, T> whole, Predicate<T> fails, int trials) {
        boolean minimal = failing.isEmpty();
        List<E> found = failing;
        int size = failing.size();
        while (!found.isEmpty() && left > 0) {
            int before = found.size();
            found = without(found, size, whole, fails);
            if (found.size() == before && size == 1) {
                minimal = left > 0 || minimal;
                break;
            }
            size = Math.max(1, Math.min(size, found.size() + 1) / 2);
        }
        return new Shrunk<>(found, trials - left, minimal || found.isEmpty());
    }

    /** Goes over a list once and leaves out each part of a size without which it still fails. */
    private <E, T> List<E> without(List<E> failing, int size, Function<List<E>, T> whole, Predicate<T> fails) {
        var found = failing;
        int from = 0;
        while (from < found.size() && left > 0) {
            List<E> rest = new ArrayList<>(found.subList(0, from));
            rest.addAll(found.subList(Math.min(found.size(), from + size), found.size()));
            left--;
            if (fails.test(whole.apply(List.copyOf(rest)))) {
                found = rest;
            } else {
                from += size;
            }
        }
        return List.copyOf(found);
    }
}
