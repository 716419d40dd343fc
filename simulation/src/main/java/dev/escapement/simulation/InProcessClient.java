package dev.escapement.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import dev.escapement.apiserver.Request;
import dev.escapement.apiserver.Response;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import org.jspecify.annotations.Nullable;

/** fabric8's HTTP client without HTTP: each request is handled on a virtual thread of its own. */
final class InProcessClient
        extends StandardHttpClient<InProcessClient, InProcessTransport, InProcessTransport.Builder> {
    private final Exchange exchange;

    InProcessClient(InProcessTransport.Builder builder, Exchange exchange, AtomicBoolean closed) {
        super(builder, closed);
        this.exchange = exchange;
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        var answer = new CompletableFuture<HttpResponse<AsyncBody>>();
        Thread.startVirtualThread(() -> {
            try {
                var response = exchange.handle(translate(request));
                answer.complete(new Answer(request, response, InProcessBody.of(response, consumer)));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Without fabric8's own limit of time, which is of the machine's time: who carries requests here ends them as well. */
    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
            HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        var unlimited = new StandardHttpRequest.Builder((StandardHttpRequest) request);
        unlimited.timeout(0, TimeUnit.MILLISECONDS);
        return super.consumeBytes(unlimited.build(), consumer);
    }

    private static Request translate(StandardHttpRequest request) throws IOException {
        var uri = request.uri();
        var target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        var translated = Request.of(request.method() == null ? "GET" : request.method(), target);
        for (var header : request.headers().entrySet()) {
            translated = translated.header(header.getKey(), String.join(",", header.getValue()));
        }
        var body = body(request.body());
        return body == null
                ? translated
                : translated.body(
                        request.getContentType() == null ? "application/json" : request.getContentType(), body);
    }

    private static byte @Nullable [] body(StandardHttpRequest.@Nullable BodyContent content) throws IOException {
        return switch (content) {
            case null -> null;
            case StandardHttpRequest.StringBodyContent text -> text.getContent().getBytes(StandardCharsets.UTF_8);
            case StandardHttpRequest.ByteArrayBodyContent bytes -> bytes.getContent();
            case StandardHttpRequest.InputStreamBodyContent stream ->
                stream.getContent().readAllBytes();
            default -> throw new IOException("a body of an unknown sort: " + content.getClass());
        };
    }

    /** Web sockets are turned down as a server without them does, upon which fabric8 watches by plain HTTP. */
    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder socket, WebSocket.Listener listener) {
        return CompletableFuture.completedFuture(new WebSocketResponse(
                new WebSocketUpgradeResponse(socket.asHttpRequest(), 200, Map.of()),
                new UncheckedIOException(new IOException("there are no web sockets in process"))));
    }

    @Override
    protected void doClose() {
        // the server is its owner's to close
    }

    private record Answer(StandardHttpRequest sent, Response response, AsyncBody body)
            implements HttpResponse<AsyncBody> {
        @Override
        public int code() {
            return response.status();
        }

        @Override
        public List<String> headers(String name) {
            return response.headers().entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public Map<String, List<String>> headers() {
            return response.headers().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
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
