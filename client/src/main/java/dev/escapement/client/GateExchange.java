package dev.escapement.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;

/** How one attempt of a request is sent: for each form of an answer, its end is seen in another way. */
interface GateExchange<T> {
    /** Sends the request. */
    CompletableFuture<GateAnswer<T>> send(HttpRequest request);

    /** Whether an answer is handed on when it has come to its end, and not when it begins. */
    default boolean isWhole() {
        return false;
    }

    /** Answers of one of the types of {@link HttpClient#sendAsync}. */
    @SuppressWarnings("unchecked") // the type is looked at
    static <T> GateExchange<T> whole(HttpClient http, Class<T> type) {
        if (type == InputStream.class) {
            return request -> (CompletableFuture<GateAnswer<T>>) (Object) stream(http, request);
        }
        if (type == Reader.class) {
            return request -> (CompletableFuture<GateAnswer<T>>) (Object) reader(http, request);
        }
        return new Whole<>(http, type);
    }

    /** Answers of {@link HttpClient#consumeBytes}. */
    static GateExchange<AsyncBody> bytes(HttpClient http, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return request -> {
            var tap = new Tap(consumer);
            return http.consumeBytes(request, tap).thenApply(answer -> {
                var body = answer.body();
                return new GateAnswer<>(answer, body, body.done(), () -> tap.drain(body), body::cancel);
            });
        };
    }

    private static CompletableFuture<GateAnswer<InputStream>> stream(HttpClient http, HttpRequest request) {
        return http.sendAsync(request, InputStream.class).thenApply(answer -> {
            var body = new WatchedStream(answer.body());
            return new GateAnswer<InputStream>(answer, body, body.over, body::drop, body::drop);
        });
    }

    private static CompletableFuture<GateAnswer<Reader>> reader(HttpClient http, HttpRequest request) {
        return stream(http, request)
                .thenApply(answer -> new GateAnswer<Reader>(
                        answer,
                        new InputStreamReader(answer.body(), StandardCharsets.UTF_8),
                        answer.over(),
                        answer.drain(),
                        answer.drop()));
    }

    /** Answers that the transport collects. */
    record Whole<T>(HttpClient http, Class<T> type) implements GateExchange<T> {
        @Override
        public CompletableFuture<GateAnswer<T>> send(HttpRequest request) {
            return http.sendAsync(request, type)
                    .thenApply(answer -> new GateAnswer<>(
                            answer, answer.body(), CompletableFuture.completedFuture(null), () -> {}, () -> {}));
        }

        @Override
        public boolean isWhole() {
            return true;
        }
    }

    /** Hands on what comes until nobody wants it any more. */
    final class Tap implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final AsyncBody.Consumer<List<ByteBuffer>> target;
        private volatile boolean draining;

        Tap(AsyncBody.Consumer<List<ByteBuffer>> target) {
            this.target = target;
        }

        void drain(AsyncBody body) {
            draining = true;
            body.consume();
        }

        @Override
        public void consume(List<ByteBuffer> chunks, AsyncBody body) throws Exception {
            if (draining) {
                body.consume();
            } else {
                target.consume(chunks, body);
            }
        }

        @Override
        public <U> U unwrap(Class<U> type) {
            return target.unwrap(type);
        }
    }

    /** Notices that it has been read to its end, has broken off, or has been closed. */
    final class WatchedStream extends FilterInputStream {
        final CompletableFuture<Void> over = new CompletableFuture<>();

        WatchedStream(InputStream stream) {
            super(stream);
        }

        void drop() {
            try {
                close();
            } catch (IOException e) {
                // it is given up
            }
        }

        @Override
        public int read() throws IOException {
            return seen(() -> super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return seen(() -> super.read(bytes, offset, length));
        }

        private int seen(Reading reading) throws IOException {
            int read;
            try {
                read = reading.read();
            } catch (IOException e) {
                over.completeExceptionally(e);
                throw e;
            }
            if (read < 0) {
                over.complete(null);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            over.complete(null);
            super.close();
        }

        private interface Reading {
            int read() throws IOException;
        }
    }
}
