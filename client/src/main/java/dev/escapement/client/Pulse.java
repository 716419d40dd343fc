package dev.escapement.client;

import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.escapement.time.Clock;
import dev.escapement.time.CountedLock;
import io.fabric8.kubernetes.client.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Tells connections that lead nowhere from quiet ones: {@code GET /livez} on the present connection and, when no answer comes, on
 * a new one. Only if the new one is answered and the old one still is not, the old one is dead; a server that is slow, or away, or
 * behind a network that is down, answers neither.
 *
 * <p>Any answer will do, a refusal too. All who ask share one request. Callers never block.
 */
final class Pulse {
    /** An answer of the last so many seconds is good enough. */
    private static final Duration FRESH = Duration.ofSeconds(10);
    /** How long an answer may take on each of the two connections; {@code /livez} itself gives up on etcd after 2 s. */
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** After neither was answered: each look costs a connection. */
    private static final Duration UNDECIDED = Duration.ofSeconds(60);

    private static final ApiRequest REQUEST = ApiRequest.of("GET", "/livez");

    private final ApiClient client;
    private final Transport.Root transport;
    private final CountedLock lock = new CountedLock("pulse");
    private @Nullable CompletableFuture<Void> underWay;
    /** Until when the last result holds, and for which connections. */
    private long holdsUntil = Long.MIN_VALUE;

    private long holdsFor;

    Pulse(ApiClient client, Transport.Root transport) {
        this.client = client;
        this.transport = transport;
    }

    /**
     * Looks whether the connections of a number lead to the server.
     *
     * @return fails with an {@link UnreachableException} when they are known not to, and have been replaced
     */
    CompletableFuture<Void> check(Clock clock, long number) {
        CompletableFuture<Void> result;
        lock.lock();
        try {
            if (number != transport.number()) {
                return CompletableFuture.failedFuture(unreachable("it was given up"));
            }
            if (underWay != null) {
                return underWay;
            }
            if (holdsFor == number && clock.nanos() < holdsUntil) {
                return CompletableFuture.completedFuture(null);
            }
            result = new CompletableFuture<>();
            underWay = result;
        } finally {
            lock.unlock();
        }
        askBoth(clock, number, result);
        return result;
    }

    private void askBoth(Clock clock, long number, CompletableFuture<Void> result) {
        var first = ask(clock, transport::current);
        // One that fails in another way than by time says nothing of connections.
        var _ = first.whenComplete((_, failure) -> {
            if (!(failure instanceof HttpTimeoutException)) {
                settle(clock, number, FRESH, result);
            }
        });
        var _ = clock.schedule(ANSWER, () -> {
            if (!result.isDone()) {
                askAnother(clock, number, result, first);
            }
        });
    }

    private void askAnother(Clock clock, long number, CompletableFuture<Void> result, CompletableFuture<?> first) {
        var made = new AtomicReference<@Nullable HttpClient>();
        var second = ask(clock, () -> {
            var another = transport.another();
            made.set(another);
            return another;
        });
        var _ = second.whenComplete((_, failure) -> {
            var another = made.get();
            if (failure == null && another != null && !result.isDone()) {
                transport.replace(number, another);
                settle(clock, number, Duration.ZERO, result);
            } else {
                settle(clock, number, UNDECIDED, result);
                if (another != null) {
                    another.close();
                }
            }
            first.cancel(true);
        });
    }

    private CompletableFuture<?> ask(Clock clock, Supplier<HttpClient> http) {
        CompletableFuture<?> answer;
        try {
            answer = http.get().sendAsync(client.http(REQUEST, Duration.ZERO), byte[].class);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // it is being closed
        }
        var late = clock.schedule(
                ANSWER.multipliedBy(2), () -> answer.completeExceptionally(new HttpTimeoutException("no answer")));
        var _ = answer.whenComplete((_, _) -> late.cancel());
        return answer;
    }

    @SuppressWarnings("ReferenceEquality") // it is about this very look
    private void settle(Clock clock, long number, Duration holds, CompletableFuture<Void> result) {
        lock.lock();
        try {
            if (underWay == result) {
                underWay = null;
                holdsFor = number;
                holdsUntil = Clock.after(clock.nanos(), holds);
            }
        } finally {
            lock.unlock();
        }
        if (number == transport.number()) {
            result.complete(null);
        } else {
            result.completeExceptionally(
                    unreachable("nothing came for " + ANSWER.toSeconds() + " s, while a new connection was answered"));
        }
    }

    private UnreachableException unreachable(String why) {
        return new UnreachableException(REQUEST.toString(), client.server(), new HttpTimeoutException(why));
    }
}
