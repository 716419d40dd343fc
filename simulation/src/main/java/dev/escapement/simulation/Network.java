package dev.escapement.simulation;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;

/**
 * The way from a host to the API server: each request is handled on the server's host, and its way there and back takes a random
 * time, so that those that are under way together arrive in any order.
 */
final class Network implements Exchange {
    private final Host client;
    private final ServerHost server;
    private final RandomGenerator random;
    private final Traffic traffic;

    Network(Host client, ServerHost server, RandomGenerator random, Traffic traffic) {
        this.client = client;
        this.server = server;
        this.random = random;
        this.traffic = traffic;
    }

    @Override
    public Response handle(Request request) throws IOException {
        try {
            traffic.sends(request);
            client.clock().sleep(latency());
            if (!server.isServing()) {
                throw new ConnectException("Connection refused");
            }
            int outages = server.outages();
            var answered = new CompletableFuture<Response>();
            server.host().start(() -> answered.complete(answer(request)));
            var response = answered.get();
            client.clock().sleep(latency());
            if (server.outages() != outages) {
                throw new IOException("connection reset by the server, which goes away");
            }
            traffic.hears(request, response);
            return response instanceof Response.Streaming streaming
                    ? new Response.Streaming(
                            streaming.status(), streaming.headers(), new RemoteChunks(streaming.chunks(), this))
                    : response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a request was under way");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an API server fails with an answer only", e);
        }
    }

    private Response answer(Request request) {
        var response = server.api().handle(request);
        traffic.answered(request, response);
        return response;
    }

    Host client() {
        return client;
    }

    ServerHost server() {
        return server;
    }

    Traffic traffic() {
        return traffic;
    }

    /** A millisecond or so; now and then much more. */
    Duration latency() {
        double share = random.nextDouble();
        return Duration.ofNanos((long) (200_000 + 600_000 * -Math.log(1 - share) + (share > 0.98 ? 40_000_000 : 0)));
    }
}
