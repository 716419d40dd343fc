package dev.escapement.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.escapement.client.ApiClient;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
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
import org.jspecify.annotations.Nullable;

/** Answers lists from memory, page by page, and watches with whatever is sent; so nothing but the client is measured. */
final class MemoryServer implements HttpClient.Factory {
    private final List<byte[]> pages;
    private final List<byte[]> watchList;
    private volatile @Nullable Stream watch;

    /** Pages of a list, in order; the token of each is its number. Watch-lists are refused. */
    MemoryServer(List<byte[]> pages) {
        this(pages, List.of());
    }

    private MemoryServer(List<byte[]> pages, List<byte[]> watchList) {
        this.pages = pages;
        this.watchList = watchList;
    }

    /** Chunks of a watch-list. */
    static MemoryServer ofWatchList(List<byte[]> chunks) {
        return new MemoryServer(List.of(), chunks);
    }

    ApiClient client() {
        Config config =
                new ConfigBuilder(Config.empty()).withMasterUrl("http://memory").build();
        return ApiClient.of(config, this);
    }

    /** Sends bytes through the watch that was opened last; returns when they have been taken. */
    void send(byte[] bytes) throws Exception {
        Objects.requireNonNull(watch, "there is no watch yet").send(bytes);
    }

    private AsyncBody answer(StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        var query = String.valueOf(request.uri().getQuery());
        var stream = new Stream(consumer);
        if (query.contains("sendInitialEvents")) {
            if (watchList.isEmpty()) {
                stream.chunks.add("{\"message\":\"no watch-lists here\"}".getBytes(StandardCharsets.UTF_8));
                stream.ends = true;
            }
            stream.chunks.addAll(watchList);
            watch = stream;
            return stream;
        }
        if (query.contains("watch=true")) {
            watch = stream;
            return stream;
        }
        int from = query.indexOf("continue=");
        int page = from < 0 ? 0 : Integer.parseInt(query.substring(from + 9).split("&", 2)[0]);
        stream.chunks.add(pages.get(page));
        stream.ends = true;
        return stream;
    }

    /** A body that comes all at once, or bit by bit for a watch. */
    private static final class Stream implements AsyncBody {
        private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Queue<byte[]> chunks = new ArrayDeque<>();
        private boolean ends;
        private boolean sending;

        Stream(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            this.consumer = consumer;
        }

        void send(byte[] bytes) throws Exception {
            consumer.consume(List.of(ByteBuffer.wrap(bytes)), this);
        }

        @Override
        public void consume() {
            // The consumer asks for more from within; one loop sends it all.
            if (sending || done.isDone()) {
                return;
            }
            sending = true;
            try {
                for (var bytes = chunks.poll(); bytes != null && !done.isDone(); bytes = chunks.poll()) {
                    send(bytes);
                }
                if (ends) {
                    done.complete(null);
                }
            } catch (Exception e) {
                done.completeExceptionally(e);
            } finally {
                sending = false;
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

    @Override
    public HttpClient.Builder newBuilder() {
        return new Builder(this);
    }

    /** Makes clients of this server. */
    private static final class Builder extends StandardHttpClientBuilder<Client, MemoryServer, Builder> {
        Builder(MemoryServer server) {
            super(server);
        }

        @Override
        public Client build() {
            return new Client(this, clientFactory);
        }

        @Override
        protected Builder newInstance(MemoryServer server) {
            return new Builder(server);
        }
    }

    private static final class Client extends StandardHttpClient<Client, MemoryServer, MemoryServer.Builder> {
        private final MemoryServer server;

        Client(MemoryServer.Builder builder, MemoryServer server) {
            super(builder, new AtomicBoolean());
            this.server = server;
        }

        @Override
        public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
                StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            boolean refused = server.watchList.isEmpty()
                    && String.valueOf(request.uri().getQuery()).contains("sendInitialEvents");
            return CompletableFuture.completedFuture(
                    new Answer(request, refused ? 400 : 200, server.answer(request, consumer)));
        }

        @Override
        public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
                StandardWebSocketBuilder socket, WebSocket.Listener listener) {
            return CompletableFuture.failedFuture(new UnsupportedOperationException());
        }

        @Override
        protected void doClose() {
            // nothing is open
        }
    }

    private record Answer(HttpRequest request, int code, AsyncBody body) implements HttpResponse<AsyncBody> {
        @Override
        public List<String> headers(String name) {
            return List.of();
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }
    }
}
