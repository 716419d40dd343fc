package dev.escapement.client;

import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.escapement.time.Clock;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one API server, as bytes.
 *
 * <p>Addresses, certificates and credentials are fabric8's business: whatever its {@link Config} understands works (files,
 * exec plug-ins, a service account's token that is rotated). The typed client that it hands to authors uses the same
 * transport, and passes the same {@link Gate}, which alone sends again what is safe to send again. Safe for use by many threads.
 */
public final class ApiClient implements AutoCloseable {
    private static final Duration ANSWER_TIME = Duration.ofSeconds(60);

    private final Config config;
    private final Gate gate;
    private final Connections connections;
    private final HttpClient http;
    private final String server;
    private final Json json;
    private final Interner interner = new Interner();
    private final ReadyProbe probe = new ReadyProbe(this);
    private final ReentrantLock typedLock = new ReentrantLock();
    /** Of the typed client; has no thread while it has nothing to do. */
    private final ExecutorService tasks = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("typed-client-", 0).factory());

    private @Nullable KubernetesClient typed;

    private ApiClient(Config config, HttpClient.Factory transport, Gate gate, Json json) {
        config.setRequestRetryBackoffLimit(0); // what is safe to send again is the gate's to know
        this.json = json;
        this.config = config;
        this.gate = gate;
        this.connections = new Connections(this, config, transport);
        this.http = gate.around(connections.transport());
        var master = config.getMasterUrl();
        this.server = master.endsWith("/") ? master.substring(0, master.length() - 1) : master;
    }

    /** A client for the API server of a configuration, over the JDK's HTTP client. */
    public static ApiClient of(Config config) {
        return of(config, new JdkTransport());
    }

    /** The same over a transport of the caller's. */
    public static ApiClient of(Config config, HttpClient.Factory transport) {
        return of(config, transport, Gate.of(GateLimits.adaptive(), Clock.system()));
    }

    /** The same with requests that pass a gate of the caller's. */
    public static ApiClient of(Config config, HttpClient.Factory transport, Gate gate) {
        return of(config, transport, gate, new Json());
    }

    /** The same with a codec of the caller's. */
    public static ApiClient of(Config config, HttpClient.Factory transport, Gate gate, Json json) {
        return new ApiClient(config, transport, gate, json);
    }

    /** The configuration that it was made of. */
    public Config config() {
        return config;
    }

    /** What its requests, and those of the typed client, pass. */
    public Gate gate() {
        return gate;
    }

    /** The address of the API server. */
    public String server() {
        return server;
    }

    /** The codec of its objects. */
    public Json json() {
        return json;
    }

    /**
     * fabric8's typed client, over the same transport; made when it is first asked for, and closed with this one. It is one for
     * all who ask: whoever closes it closes nothing.
     */
    public KubernetesClient typed() {
        typedLock.lock();
        try {
            if (typed == null) {
                typed = new KubernetesClientBuilder()
                        .withConfig(config)
                        .withHttpClientFactory(new SharedTransport(http))
                        .withTaskExecutor(tasks)
                        .withKubernetesSerialization(json.serialization())
                        .build();
            }
            return typed;
        } finally {
            typedLock.unlock();
        }
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @throws ApiException if the server refuses
     * @throws UnreachableException if no answer comes
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public byte[] send(ApiRequest request) throws InterruptedException {
        return await(request, http.sendAsync(http(request, ANSWER_TIME), byte[].class));
    }

    /** The same with a limit to the time, by a clock. */
    byte[] send(ApiRequest request, Clock clock, Duration limit) throws InterruptedException {
        var answer = http.sendAsync(http(request, limit), byte[].class);
        var late = clock.schedule(
                limit, () -> answer.completeExceptionally(new HttpTimeoutException(limit.toSeconds() + " s")));
        try {
            return await(request, answer);
        } finally {
            late.cancel();
        }
    }

    private byte[] await(ApiRequest request, CompletableFuture<HttpResponse<byte[]>> answer)
            throws InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw failure(request, e);
        }
        return body(request, response);
    }

    private static byte[] body(ApiRequest request, HttpResponse<byte[]> response) {
        if (!response.isSuccessful()) {
            throw ApiException.of(request.toString(), response.code(), response.body(), response.header("Retry-After"));
        }
        return response.body();
    }

    /**
     * Waits until the server is there and ready; all who wait share one probe. It gives up after a minute in which the server
     * answers that it is not ready.
     */
    public void awaitReady(Clock clock) throws InterruptedException {
        probe.await(clock);
    }

    /** What its requests travel on. */
    public Connections connections() {
        return connections;
    }

    /**
     * Reads one page of a list; it fails when that takes longer than a minute of the clock's.
     *
     * @param limit how many objects a page may have; 0 for all there are
     * @param next empty for the first page, else what the page before said
     */
    public ObjectList list(Clock clock, Kind kind, Selection selection, int limit, String next)
            throws InterruptedException {
        var request = select(kind, selection, MetadataOnly.ACCEPT_LIST)
                .with("limit", limit > 0 ? Integer.toString(limit) : "")
                .with("continue", next);
        return ObjectList.parse(send(request, clock, ANSWER_TIME), interner);
    }

    /** Asks whether the server has come to a version; a kube-apiserver that has not waits for 3 s, then it fails (504). */
    public CompletableFuture<Void> reached(Kind kind, Selection selection, String resourceVersion) {
        var request = select(kind, selection, MetadataOnly.ACCEPT_LIST)
                .with("limit", "1")
                .with("resourceVersion", resourceVersion)
                .with("resourceVersionMatch", "NotOlderThan");
        return http.sendAsync(http(request, ANSWER_TIME), byte[].class).thenAccept(answer -> body(request, answer));
    }

    /**
     * Opens a watch; frames go to the listener on the transport's thread, one at a time, until the watch ends.
     *
     * @param resourceVersion from where on; empty together with {@code initialEvents} for the newest state
     * @param initialEvents whether the server is to send the existing objects first (watch-list, KEP-3157)
     * @param duration after which the server ends the watch
     */
    public Watch watch(
            Kind kind,
            Selection selection,
            String resourceVersion,
            boolean initialEvents,
            Duration duration,
            WatchListener listener) {
        var request = select(kind, selection, MetadataOnly.ACCEPT)
                .with("watch", "true")
                .with("allowWatchBookmarks", "true")
                .with("timeoutSeconds", Long.toString(duration.toSeconds()))
                .with("resourceVersion", resourceVersion)
                .with("sendInitialEvents", initialEvents ? "true" : "")
                .with("resourceVersionMatch", initialEvents ? "NotOlderThan" : "");
        var stream = new WatchStream(this, request, listener);
        stream.follow(http.consumeBytes(http(request, Duration.ZERO), stream));
        return stream;
    }

    private static ApiRequest select(Kind kind, Selection selection, String metadataOnly) {
        var request = ApiRequest.of("GET", kind.path(selection.namespace()));
        return (selection.metadataOnly() ? request.accept(metadataOnly) : request)
                .with("labelSelector", selection.labels())
                .with("fieldSelector", selection.fields());
    }

    HttpRequest http(ApiRequest request, Duration timeout) {
        var builder = new StandardHttpRequest.Builder();
        builder.uri(URI.create(server + request.target()));
        builder.header("Accept", request.accept());
        var body = request.body();
        if (body != null) {
            builder.post(request.contentType(), body); // an array, as a stream could not be sent again after a 401
        }
        builder.method(request.method(), request.contentType(), null);
        if (timeout.isPositive()) {
            builder.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            builder.forStreaming();
        }
        return builder.build();
    }

    Interner interner() {
        return interner;
    }

    RuntimeException failure(ApiRequest request, Throwable failure) {
        var cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case CancellationException cancelled -> cancelled;
            case ApiException api -> api;
            case MalformedJsonException malformed -> malformed;
            default -> new UnreachableException(request.toString(), server, cause);
        };
    }

    @Override
    public void close() {
        typedLock.lock();
        try {
            if (typed != null) {
                typed.close();
            }
        } finally {
            typedLock.unlock();
        }
        tasks.shutdownNow();
        http.close();
    }

    /** A factory of the client's one transport, for fabric8's typed client. */
    private record SharedTransport(HttpClient http) implements HttpClient.Factory {
        @Override
        public HttpClient.Builder newBuilder() {
            return new SharedTransportBuilder(http);
        }

        @Override
        public HttpClient.Builder newBuilder(Config config) {
            return newBuilder();
        }
    }
}
