package dev.escapement.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.WebSocket;

/** A transport whose answers a test gives; bodies are the word "body". */
final class FakeTransport implements HttpClient {
    /** A status and its headers. */
    record Reply(int code, Map<String, String> headers) {
        static final Reply OK = new Reply(200, Map.of());

        static Reply refusal(int code, int seconds) {
            return new Reply(code, Map.of("Retry-After", Integer.toString(seconds)));
        }
    }

    final List<Body> bodies = new ArrayList<>();
    private final Function<HttpRequest, CompletableFuture<Reply>> server;

    FakeTransport(Function<HttpRequest, CompletableFuture<Reply>> server) {
        this.server = server;
    }

    static HttpRequest request(String method, String path) {
        return new StandardHttpRequest.Builder()
                .uri("https://localhost" + path)
                .method(method, null, null)
                .build();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
        return server.apply(request).thenApply(reply -> {
            var bytes = "body".getBytes(StandardCharsets.UTF_8);
            Object body = bytes;
            if (type == InputStream.class) {
                body = new ByteArrayInputStream(bytes);
            } else if (type == Reader.class) {
                body = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
            } else if (type == String.class) {
                body = "body";
            }
            return new Response<>(request, reply, (T) body);
        });
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
            HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return server.apply(request).thenApply(reply -> {
            var body = new Body(consumer);
            bodies.add(body);
            return new Response<>(request, reply, body);
        });
    }

    /** A body of two chunks, of which the second is the end. */
    static final class Body implements AsyncBody {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Consumer<List<ByteBuffer>> consumer;
        private boolean given;

        Body(Consumer<List<ByteBuffer>> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void consume() {
            if (given) {
                done.complete(null);
                return;
            }
            given = true;
            try {
                consumer.consume(List.of(ByteBuffer.wrap("body".getBytes(StandardCharsets.UTF_8))), this);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        }

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void cancel() {
            done.cancel(false);
        }
    }

    private record Response<T>(HttpRequest request, Reply reply, T body) implements HttpResponse<T> {
        @Override
        public int code() {
            return reply.code();
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public List<String> headers(String name) {
            return reply.headers().containsKey(name) ? List.of(reply.headers().get(name)) : List.of();
        }

        @Override
        public Map<String, List<String>> headers() {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public DerivedClientBuilder newBuilder() {
        return new DerivedClientBuilder() {
            @Override
            public HttpClient build() {
                return FakeTransport.this;
            }

            @Override
            public DerivedClientBuilder addOrReplaceInterceptor(String name, Interceptor interceptor) {
                return this;
            }

            @Override
            public DerivedClientBuilder authenticatorNone() {
                return this;
            }

            @Override
            public DerivedClientBuilder tag(Object value) {
                return this;
            }
        };
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        throw new UnsupportedOperationException();
    }

    @Override
    public HttpRequest.Builder newHttpRequestBuilder() {
        return new StandardHttpRequest.Builder();
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    @Override
    public void close() {}
}
