package dev.escapement.cache;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.escapement.client.ApiClient;
import dev.escapement.client.Gate;
import dev.escapement.client.GateLimits;
import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;

/** A transport without a network: a function answers each request, on a virtual thread of its own. */
final class Wire implements HttpClient.Factory {
    /** What answers. */
    @FunctionalInterface
    interface Server {
        /**
         * Answers a request.
         *
         * @param connection 1 for the first HTTP client that was made of this factory, 2 for the second, and so on
         * @param target the path and query
         */
        Answer answer(int connection, String target) throws Exception;
    }

    private final Server server;
    private final AtomicInteger clients = new AtomicInteger();

    Wire(Server server) {
        this.server = server;
    }

    ApiClient client(Clock clock) {
        var config = Config.empty();
        config.setMasterUrl("http://wire/");
        return ApiClient.of(config, this, Gate.of(GateLimits.adaptive(), clock));
    }

    @Override
    public Builder newBuilder() {
        return new Builder(this);
    }

    /** Makes clients; one that is derived from another shares its connections. */
    static final class Builder extends StandardHttpClientBuilder<Client, Wire, Builder> {
        Builder(Wire wire) {
            super(wire);
        }

        @Override
        public Client build() {
            var from = getClient();
            return new Client(this, from == null ? clientFactory.clients.incrementAndGet() : from.number);
        }

        @Override
        protected Builder newInstance(Wire wire) {
            return new Builder(wire);
        }
    }

    static final class Client extends StandardHttpClient<Client, Wire, Wire.Builder> {
        private final int number;
        private final Server server;

        Client(Wire.Builder builder, int number) {
            super(builder, new AtomicBoolean());
            this.number = number;
            this.server = builder.getClientFactory().server;
        }

        @Override
        public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
                StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            var answered = new CompletableFuture<HttpResponse<AsyncBody>>();
            Thread.startVirtualThread(() -> {
                try {
                    var uri = request.uri();
                    var target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
                    var answer = server.answer(number, target);
                    if (!answer.never()) {
                        answer.body().consumer(consumer);
                        answered.complete(new Response(request, answer));
                    }
                } catch (Exception e) {
                    answered.completeExceptionally(e);
                }
            });
            return answered;
        }

        @Override
        public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
                StandardWebSocketBuilder socket, WebSocket.Listener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void doClose() {}
    }

    private record Response(StandardHttpRequest sent, Answer answer) implements HttpResponse<AsyncBody> {
        @Override
        public int code() {
            return answer.code();
        }

        @Override
        public AsyncBody body() {
            return answer.body();
        }

        @Override
        public List<String> headers(String name) {
            return headers().getOrDefault(name, List.of());
        }

        @Override
        public Map<String, List<String>> headers() {
            return answer.retryAfter().isEmpty() ? Map.of() : Map.of("Retry-After", List.of(answer.retryAfter()));
        }

        @Override
        public HttpRequest request() {
            return sent;
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }
    }
}
