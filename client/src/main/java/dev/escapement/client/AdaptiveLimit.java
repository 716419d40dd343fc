package dev.escapement.client;

import java.time.Duration;

/**
 * A limit that grows by one a round while it is used, and is halved when the server refuses (additive increase, multiplicative
 * decrease: Chiu and Jain, "Analysis of the Increase and Decrease Algorithms for Congestion Avoidance", 1989).
 *
 * <p>A round is as many answers as the limit lets be under way. Rounds take milliseconds here, and a refusal costs a second, so
 * a limit that tried the same step again in each round would stand still most of the time. So it remembers where it was refused
 * and halts one below that, as CUBIC does at its plateau (RFC 9438); it tries the next step after 10 s, after twice as long each
 * time that it is refused at the same place again, 60 s at most. Once a step is not refused for 2 s, steps double until one is.
 *
 * <p>A refusal at a limit that has held for 2 s, or was not reached, is taken for the doing of others: the limit is halved, but grows
 * back to where it was. Not thread-safe; times are in nanoseconds of the gate's clock.
 */
final class AdaptiveLimit {
    private static final long SHORTEST_HALT = Duration.ofSeconds(10).toNanos();
    private static final long LONGEST_HALT = Duration.ofSeconds(60).toNanos();
    private static final long TRIAL = Duration.ofSeconds(2).toNanos();

    private final int min;
    private final int max;
    private int limit;
    /** Where growth halts for now. */
    private int ceiling;
    /** The ceiling since the last decrease; a refusal one above it is one at the same place. */
    private int refusedAbove = -1;

    private int step = 1;
    private long halt = SHORTEST_HALT;
    private long nextStep;
    /** When the limit last moved. */
    private long movedAt;

    private int leftOfRound;
    private boolean used;

    AdaptiveLimit(GateLimits.Range range, long now) {
        this.min = range.min();
        this.max = range.max();
        this.limit = range.start();
        this.ceiling = max;
        this.leftOfRound = limit;
        this.movedAt = now;
    }

    int limit() {
        return limit;
    }

    /** An answer came that is no refusal; {@code waiting} tells whether more requests would have been under way but for the limit. */
    void answered(long now, boolean waiting) {
        used |= waiting;
        if (--leftOfRound > 0) {
            return;
        }
        if (used) {
            grow(now);
        }
        newRound();
    }

    private void grow(long now) {
        if (limit < ceiling) {
            move(limit + 1, now);
        } else if (limit < max && now - nextStep >= 0) {
            ceiling = (int) Math.min(max, (long) ceiling + step);
            step = Math.min(2 * step, max);
            nextStep = now + TRIAL;
            move(limit + 1, now);
        }
    }

    /** The server refused while so many requests were under way. */
    void refused(long now, int underWay) {
        boolean reached = underWay >= limit;
        if (reached && now - movedAt < TRIAL) {
            halt = limit == refusedAbove + 1 ? Math.min(2 * halt, LONGEST_HALT) : SHORTEST_HALT;
            ceiling = Math.max(min, limit - 1);
        } else if (reached) {
            ceiling = limit;
        }
        refusedAbove = ceiling;
        step = 1;
        nextStep = now + halt;
        move(Math.max(min, Math.clamp(underWay, 1, limit) / 2), now);
        newRound();
    }

    private void move(int to, long now) {
        limit = to;
        movedAt = now;
    }

    private void newRound() {
        leftOfRound = limit;
        used = false;
    }
}
