package dev.escapement.client;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;

/** A transport behind a gate. */
record GateClient(Gate gate, HttpClient transport) implements HttpClient {
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
        return GateVerb.of(request) == GateVerb.EXEMPT
                ? gate.count(request, transport.sendAsync(request, type))
                : gate.pass(request, GateExchange.whole(transport, type));
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
            HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return GateVerb.of(request) == GateVerb.EXEMPT
                ? gate.count(request, transport.consumeBytes(request, consumer))
                : gate.pass(request, GateExchange.bytes(transport, consumer));
    }

    @Override
    public DerivedClientBuilder newBuilder() {
        return new Derived(gate, transport.newBuilder());
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return transport.newWebSocketBuilder();
    }

    @Override
    public HttpRequest.Builder newHttpRequestBuilder() {
        return transport.newHttpRequestBuilder();
    }

    @Override
    public boolean isClosed() {
        return transport.isClosed();
    }

    @Override
    public void close() {
        transport.close();
    }

    /** Makes transports behind the same gate. */
    private record Derived(Gate gate, DerivedClientBuilder builder) implements DerivedClientBuilder {
        @Override
        public HttpClient build() {
            return new GateClient(gate, builder.build());
        }

        @Override
        public DerivedClientBuilder addOrReplaceInterceptor(String name, Interceptor interceptor) {
            builder.addOrReplaceInterceptor(name, interceptor);
            return this;
        }

        @Override
        public DerivedClientBuilder authenticatorNone() {
            builder.authenticatorNone();
            return this;
        }

        @Override
        public DerivedClientBuilder tag(Object value) {
            builder.tag(value);
            return this;
        }
    }
}
