package dev.escapement.client;

import java.util.concurrent.CompletableFuture;

import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;

/**
 * Bounds how many requests are under way to one API server, for reads and writes apart, and sends again what is safe to send
 * again. What it does in full, and why, is in docs/gate.md.
 *
 * <ul>
 *   <li>A limit grows by one a round of answers while requests wait for it, and is halved when the server refuses (429, or 503 with
 *       Retry-After), once for each time that the server asks to wait. How long answers take is no signal.
 *   <li>While that time lasts, and up to a fifth longer at random, no request of the class is sent. The others wait in the order in
 *       which they came.
 *   <li>429 is sent again up to nine times, whatever the request; 503, 504 and broken connections only for reads.
 *   <li>Watches, logs, exec, health checks and single Leases pass untouched, and are only counted.
 * </ul>
 *
 * <p>Waiting blocks no thread: who waits has a future, and leaves the queue by cancelling it. Safe for use by many threads; one
 * gate is for the clients of one server.
 */
public final class Gate {
    private final Clock clock;
    private final GateLane reads;
    private final GateLane writes;
    private final GateFigures figures = new GateFigures();

    private Gate(GateLimits limits, Clock clock, long seed) {
        this.clock = clock;
        this.reads = new GateLane(clock, limits.reads(), seed);
        this.writes = new GateLane(clock, limits.writes(), ~seed);
    }

    /** A gate with these limits; the seed of its jitter is the clock's reading. */
    public static Gate of(GateLimits limits, Clock clock) {
        return new Gate(limits, clock, clock.nanos());
    }

    /** The same with a seed, for tests that are to be repeated. */
    public static Gate of(GateLimits limits, Clock clock, long seed) {
        return new Gate(limits, clock, seed);
    }

    /** A transport whose requests pass this gate, as do those of the transports derived from it; web sockets pass untouched. */
    public HttpClient around(HttpClient transport) {
        return new GateClient(this, transport);
    }

    /** What it does now, and has done. */
    public GateState state() {
        return new GateState(
                reads.state(), writes.state(), figures.exempt.get(), figures.answers(), figures.latencies());
    }

    <T> CompletableFuture<HttpResponse<T>> pass(HttpRequest request, GateExchange<T> exchange) {
        var verb = GateVerb.of(request);
        return new GateCall<>(verb == GateVerb.READ ? reads : writes, clock, figures, verb, request, exchange).start();
    }

    /** Counts a request that does not wait. */
    <T> CompletableFuture<HttpResponse<T>> count(HttpRequest request, CompletableFuture<HttpResponse<T>> answer) {
        figures.exempt.incrementAndGet();
        var _ = answer.whenComplete((response, failure) -> {
            figures.exempt.decrementAndGet();
            figures.count(
                    GateVerb.method(request), failure == null ? Integer.toString(response.code()) : GateFigures.ERROR);
        });
        return answer;
    }
}
