package dev.escapement.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocket;

/**
 * An HTTP client that can be replaced by a new one, whose connections are new too.
 *
 * <p>The JDK's HTTP client keeps one HTTP/2 connection for all requests to a server, and goes on using it after requests on it
 * got no answer: a connection that leads nowhere would be used until the system gives up on it, which takes Linux about 15
 * minutes. What is under way on the old client is left to whoever began it.
 */
abstract sealed class Transport implements HttpClient {
    /** The client for the next request. */
    abstract HttpClient current();

    /** How many clients there have been, the present one included. */
    abstract long number();

    @Override
    public DerivedClientBuilder newBuilder() {
        return new Recipe(this);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, Class<T> type) {
        return current().sendAsync(request, type);
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytes(
            HttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return current().consumeBytes(request, consumer);
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return current().newWebSocketBuilder();
    }

    @Override
    public HttpRequest.Builder newHttpRequestBuilder() {
        return current().newHttpRequestBuilder();
    }

    @Override
    public boolean isClosed() {
        return current().isClosed();
    }

    @Override
    public void close() {
        current().close();
    }

    /** The one that is replaced. */
    static final class Root extends Transport {
        private record Generation(long number, HttpClient http) {}

        private static final Duration RENEWAL = Duration.ofSeconds(30);
        private static final long NEVER = Long.MIN_VALUE;

        private final AtomicLong renewed = new AtomicLong(NEVER);
        private final Supplier<HttpClient> source;
        private final ReentrantLock lock = new ReentrantLock();
        private volatile Generation generation;

        /**
         * The first client, and where further ones come from.
         *
         * @param first which is used until it is replaced
         * @param source makes another one at each call
         */
        Root(HttpClient first, Supplier<HttpClient> source) {
            this.source = source;
            this.generation = new Generation(1, first);
        }

        /** Of a configuration; further clients have its certificates and credentials read anew. */
        static Root of(Config config, HttpClient.Factory factory) {
            return new Root(
                    factory.newBuilder(config).build(),
                    () -> factory.newBuilder(refreshed(config)).build());
        }

        private static Config refreshed(Config config) {
            try {
                var fresh = config.refresh();
                fresh.setRequestRetryBackoffLimit(0);
                return fresh;
            } catch (RuntimeException e) {
                return config; // a file is being written, or gone
            }
        }

        /** Replaces the present client by another, at most every {@link #RENEWAL}. */
        void renew(Clock clock) {
            long last = renewed.get();
            long now = clock.nanos();
            if ((last == NEVER || now - last >= RENEWAL.toNanos()) && renewed.compareAndSet(last, now)) {
                replace(number(), another());
            }
        }

        @Override
        HttpClient current() {
            return generation.http;
        }

        @Override
        long number() {
            return generation.number;
        }

        /** Another client of the same kind, with no connection yet; whoever asks closes it or puts it to use. */
        HttpClient another() {
            return source.get();
        }

        /** Puts a client in the place of the one of a number, unless that has been replaced already. */
        void replace(long number, HttpClient http) {
            lock.lock();
            try {
                if (generation.number == number) {
                    generation = new Generation(number + 1, http);
                    return;
                }
            } finally {
                lock.unlock();
            }
            http.close();
        }
    }

    /** One with settings of its own, such as interceptors, which are made again for each new client. */
    private static final class Derived extends Transport {
        private record Made(long number, HttpClient http) {}

        private final Transport parent;
        private final List<Consumer<DerivedClientBuilder>> settings;
        private volatile Made made;

        Derived(Transport parent, List<Consumer<DerivedClientBuilder>> settings) {
            this.parent = parent;
            this.settings = settings;
            this.made = make();
        }

        @Override
        HttpClient current() {
            var last = made;
            if (last.number != parent.number()) {
                last = make();
                made = last;
            }
            return last.http;
        }

        @Override
        long number() {
            return parent.number();
        }

        private Made make() {
            long number = parent.number(); // before the client, which may be newer
            var builder = parent.current().newBuilder();
            settings.forEach(setting -> setting.accept(builder));
            return new Made(number, builder.build());
        }
    }

    /** Notes the settings of a client to be. */
    private static final class Recipe implements DerivedClientBuilder {
        private final Transport parent;
        private final List<Consumer<DerivedClientBuilder>> settings = new ArrayList<>();

        Recipe(Transport parent) {
            this.parent = parent;
        }

        private DerivedClientBuilder with(Consumer<DerivedClientBuilder> setting) {
            settings.add(setting);
            return this;
        }

        @Override
        public HttpClient build() {
            return new Derived(parent, List.copyOf(settings));
        }

        @Override
        public DerivedClientBuilder addOrReplaceInterceptor(String name, Interceptor interceptor) {
            return with(builder -> builder.addOrReplaceInterceptor(name, interceptor));
        }

        @Override
        public DerivedClientBuilder authenticatorNone() {
            return with(DerivedClientBuilder::authenticatorNone);
        }

        @Override
        public DerivedClientBuilder tag(Object value) {
            return with(builder -> builder.tag(value));
        }
    }
}
