package dev.escapement.cache;

import java.time.Duration;
import java.util.random.RandomGenerator;

import dev.escapement.client.ApiException;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Backoff;

/**
 * How long a reflector waits after each of its failures in a row, by what they are. Used by one thread.
 *
 * <p>Connections that break cost a server little and are tried again soon, spread a little; what a server refuses is asked for
 * less and less often; what it does not have, or does not allow, is asked for at a steady and slow pace, because a 404 or 403
 * is answered without touching storage.
 */
final class Pauses {
    /** So that not all watches of all operators come at the same moment. */
    static final Duration SPREAD = Duration.ofMillis(100);
    /** Connections that break again and again although the server is ready. */
    private static final Backoff BROKEN = Backoff.exponential(Duration.ofMillis(100))
            .cap(Duration.ofSeconds(10))
            .jitter(1);
    /** 429, 5xx and whatever is not understood: the figures of client-go's reflector. */
    private static final Backoff REFUSED = Backoff.exponential(Duration.ofMillis(800))
            .cap(Duration.ofSeconds(30))
            .jitter(1);
    /** A server, or a kind, that has just come back is refused for a moment, until its storage is ready. */
    private static final Backoff RETURNING = Backoff.exponential(Duration.ofMillis(100))
            .cap(Duration.ofSeconds(1))
            .attempts(8);
    /** 404: soon after the kind vanished it often comes back, such as when its definition is being replaced. */
    private static final Backoff ABSENT =
            Backoff.constant(Duration.ofSeconds(1)).jitter(0.5);

    private static final Backoff LONG_ABSENT =
            Backoff.constant(Duration.ofSeconds(5)).jitter(0.5);
    private static final int SHORTLY = 60;
    /** 401 and 403: somebody has to give a permission or a token, and is waiting for the effect. */
    private static final Backoff FORBIDDEN = Backoff.exponential(Duration.ofSeconds(1))
            .factor(1.5)
            .cap(Duration.ofSeconds(10))
            .jitter(0.5);

    /** What asks for more, in a {@code Retry-After}, is no API server, and would keep the kind from being watched; as the gate. */
    private static final Duration LONGEST_ASKED = Duration.ofSeconds(60);

    private final RandomGenerator random;
    private int broken;
    private int refused;
    private int absent;
    private int forbidden;
    private boolean returning;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    /** A watch has lasted: whatever fails from now on is the first failure. */
    void succeeded() {
        broken = 0;
        refused = 0;
        absent = 0;
        forbidden = 0;
        returning = false;
    }

    /** A short random time, up to {@link #SPREAD}. */
    Duration spread() {
        return Duration.ofNanos(random.nextLong(SPREAD.toNanos()));
    }

    /**
     * The pause after a failure; for an {@link UnreachableException} it begins when the server is ready again.
     *
     * @param failure what happened
     */
    Duration after(Throwable failure) {
        int code = failure instanceof ApiException api ? api.code() : 0;
        if (failure instanceof UnreachableException) {
            refused = 0;
            returning = true;
            return ++broken == 1 ? spread() : BROKEN.delay(broken - 1, random);
        }
        if (code == 404) {
            refused = 0;
            returning = true;
            return (++absent <= SHORTLY ? ABSENT : LONG_ABSENT).delay(1, random);
        }
        if (code == 401 || code == 403) {
            return FORBIDDEN.delay(++forbidden, random);
        }
        refused++;
        if (returning && RETURNING.exhausted(refused)) {
            returning = false;
        }
        var delay = (returning ? RETURNING : REFUSED).delay(refused, random);
        var asked = failure instanceof ApiException api ? asked(api) : Duration.ZERO;
        return delay.compareTo(asked) > 0 ? delay : asked.plus(spread());
    }

    private static Duration asked(ApiException refusal) {
        var asked = refusal.retryAfter().orElse(Duration.ZERO);
        return asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    }
}
