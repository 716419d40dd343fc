package dev.escapement.ownership;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import org.jspecify.annotations.Nullable;

/** A replica's connection to the API server, which can be led astray. */
final class Line implements HttpClient.Factory {
    private final HttpClient.Factory real = new JdkHttpClientFactory();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile @Nullable URI astray;

    /** From now on, requests go there. */
    void lead(URI elsewhere) {
        astray = elsewhere;
    }

    /** From now on, requests arrive. */
    void mend() {
        astray = null;
    }

    /** How many requests were answered. */
    int answers() {
        return answers.get();
    }

    /** Whether no request waits for its answer. */
    boolean isQuiet() {
        return open.get() == 0;
    }

    @Override
    public HttpClient.Builder newBuilder() {
        return real.newBuilder();
    }

    @Override
    public HttpClient.Builder newBuilder(Config config) {
        return real.newBuilder(config).addOrReplaceInterceptor("line", new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                open.incrementAndGet();
                var elsewhere = astray;
                if (elsewhere != null) {
                    builder.uri(elsewhere);
                }
            }

            @Override
            public void after(
                    HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
                open.decrementAndGet();
                answers.incrementAndGet();
            }
        });
    }
}
