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

/** A transport that somebody else uses as well: whoever closes it, or one that is derived from it, closes nothing. */
record SharedClient(HttpClient transport) implements HttpClient {
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
        return transport.sendAsync(request, type);
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
            HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return transport.consumeBytes(request, consumer);
    }

    @Override
    public DerivedClientBuilder newBuilder() {
        return new Derived(transport.newBuilder());
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
        // it is its owner's to close
    }

    /** Makes shared ones. */
    private record Derived(DerivedClientBuilder builder) implements DerivedClientBuilder {
        @Override
        public HttpClient build() {
            return new SharedClient(builder.build());
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
