package dev.escapement.time;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An instant on a clock's monotonic scale by which something has to be done, or never.
 *
 * <p>A deadline that has passed means now, not never: it has nothing remaining. Immutable, and safe for use by many threads.
 */
public final class Deadline {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final Deadline NEVER = new Deadline(null, 0, LONGEST);

    private final @Nullable Clock clock;
    private final long at;
    private final Duration after;

    private Deadline(@Nullable Clock clock, long at, Duration after) {
        this.clock = clock;
        this.at = at;
        this.after = after;
    }

    /**
     * So much later than now on the given clock.
     *
     * @param delay zero or negative gives a deadline that has passed; more than 146 years count as 146 years
     */
    public static Deadline after(Clock clock, Duration delay) {
        return new Deadline(clock, Nanos.after(clock.nanos(), delay), delay);
    }

    /** The deadline that never passes. */
    public static Deadline never() {
        return NEVER;
    }

    /** Whether this is the deadline that never passes. */
    public boolean isNever() {
        return clock == null;
    }

    /** Whether it is here or behind; once true, it stays so. */
    public boolean isPast() {
        return clock != null && at - clock.nanos() <= 0;
    }

    /** How long there is until it passes: zero if it has passed, 292 years if it never does. */
    public Duration remaining() {
        return clock == null ? LONGEST : Duration.ofNanos(Math.max(0, at - clock.nanos()));
    }

    /**
     * The one of two that passes first; this one if they are at the same instant.
     *
     * @throws IllegalArgumentException if they are on two clocks, which can't be compared
     */
    public Deadline earlier(Deadline other) {
        if (clock == null || other.clock == null) {
            return clock == null ? other : this;
        }
        if (!clock.equals(other.clock)) {
            throw new IllegalArgumentException("deadlines on two clocks can't be compared: take both from one clock");
        }
        return other.at - at < 0 ? other : this;
    }

    boolean isOn(Clock other) {
        return clock == null || clock.equals(other);
    }

    /** For a message, such as {@code "PT5S after its start"}. */
    @Override
    public String toString() {
        return clock == null ? "never" : after + " after its start";
    }
}
