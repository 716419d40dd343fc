package dev.escapement.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Which faults happen, how often, and for how long. Immutable.
 *
 * <pre>{@code
 * var faults = Faults.none().with(Fault.CONFLICT, 0.1).with(Fault.WATCH_LAG, 1).withLongest(Fault.WATCH_LAG, ofSeconds(30));
 * }</pre>
 */
public final class Faults {
    private static final Faults NONE = new Faults(new EnumMap<>(Fault.class), new EnumMap<>(Fault.class));

    private final EnumMap<Fault, Double> rates;
    private final EnumMap<Fault, Duration> longest;

    private Faults(EnumMap<Fault, Double> rates, EnumMap<Fault, Duration> longest) {
        this.rates = rates;
        this.longest = longest;
    }

    /** Nothing ever fails. */
    public static Faults none() {
        return NONE;
    }

    /**
     * The same, but for one fault's rate.
     *
     * @param rate the share of the requests it can happen to, watches included, to which it happens: 0 to 1
     * @throws IllegalArgumentException if the rate is not within 0 and 1
     */
    public Faults with(Fault fault, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("the rate of " + fault + " must be within 0 and 1, but is " + rate);
        }
        var changed = new EnumMap<>(rates);
        if (rate > 0) {
            changed.put(fault, rate);
        } else {
            changed.remove(fault);
        }
        return new Faults(changed, longest);
    }

    /**
     * The same, but for how long a fault lasts: each time a random duration of at most this.
     *
     * @throws IllegalArgumentException if it is negative, or the fault takes no time
     */
    public Faults withLongest(Fault fault, Duration duration) {
        if (fault.longest().isZero()) {
            throw new IllegalArgumentException(fault + " takes no time, so it can't last for " + duration);
        }
        if (duration.isNegative()) {
            throw new IllegalArgumentException(fault + " can't last for " + duration);
        }
        var changed = new EnumMap<>(longest);
        changed.put(fault, duration);
        return new Faults(rates, changed);
    }

    /** The same without one of them. */
    public Faults without(Fault fault) {
        return with(fault, 0);
    }

    /** The same without all others than these. */
    public Faults only(Set<Fault> kept) {
        var changed = new EnumMap<>(rates);
        changed.keySet().retainAll(kept);
        return new Faults(changed, longest);
    }

    /** How often one happens: the share of the requests that it can happen to. */
    public double rate(Fault fault) {
        return rates.getOrDefault(fault, 0.0);
    }

    /** For how long one lasts at most. */
    public Duration longest(Fault fault) {
        return longest.getOrDefault(fault, fault.longest());
    }

    /** Those that happen at all, in the order of {@link Fault}. */
    public Set<Fault> active() {
        return Collections.unmodifiableSet(rates.keySet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Faults that && rates.equals(that.rates) && longest.equals(that.longest);
    }

    @Override
    public int hashCode() {
        return Map.of(0, rates, 1, longest).hashCode();
    }

    @Override
    public String toString() {
        return rates.toString();
    }
}
