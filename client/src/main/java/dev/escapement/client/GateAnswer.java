package dev.escapement.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;

/**
 * An answer whose end can be seen.
 *
 * @param original what the transport brought
 * @param body its body
 * @param over completes when the body has been read, has broken off, or has been cancelled
 * @param drain reads what is left of the body for nobody, so that its connection can be used again
 * @param drop gives the body up
 */
record GateAnswer<T>(HttpResponse<?> original, T body, CompletableFuture<?> over, Runnable drain, Runnable drop)
        implements HttpResponse<T> {
    @Override
    public int code() {
        return original.code();
    }

    @Override
    public String message() {
        return original.message();
    }

    @Override
    public HttpRequest request() {
        return original.request();
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
        return original.previousResponse();
    }

    @Override
    public List<String> headers(String name) {
        return original.headers(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        return original.headers();
    }
}
