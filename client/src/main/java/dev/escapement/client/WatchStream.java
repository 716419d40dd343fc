package dev.escapement.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** One watch: cuts what arrives into frames and skims them on the thread that brings them. */
final class WatchStream implements Watch, AsyncBody.Consumer<List<ByteBuffer>> {
    private final ApiClient client;
    private final ApiRequest request;
    private final WatchListener listener;
    private final FrameSplitter<WatchEvent> frames;
    private final AtomicBoolean ended = new AtomicBoolean();
    /** The body of an answer that is no success, which arrives by the same way. */
    private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();

    private volatile @Nullable HttpResponse<AsyncBody> response;
    private volatile boolean cancelled;

    WatchStream(ApiClient client, ApiRequest request, WatchListener listener) {
        this.client = client;
        this.request = request;
        this.listener = listener;
        var likenesses = new Likenesses();
        this.frames = new FrameSplitter<>(frame -> WatchEvent.parse(frame, client.interner(), likenesses), event -> {
            if (!cancelled) {
                listener.event(event);
            }
        });
    }

    void follow(CompletableFuture<HttpResponse<AsyncBody>> answer) {
        var _ = answer.whenComplete((opened, failure) -> {
            if (failure != null) {
                end(client.failure(request, failure));
                return;
            }
            response = opened;
            if (cancelled) {
                opened.body().cancel();
            }
            var _ = opened.body().done().whenComplete((_, broken) -> finish(opened, broken));
            if (opened.isSuccessful()) {
                listener.opened();
            }
            opened.body().consume();
        });
    }

    @Override
    public void consume(List<ByteBuffer> chunks, AsyncBody body) {
        try {
            for (var chunk : chunks) {
                accept(chunk);
            }
        } catch (RuntimeException e) {
            // Told before the transport hears of it, which would only know of a stream that was cancelled.
            end(client.failure(request, e));
            body.cancel();
            return;
        }
        body.consume();
    }

    private void accept(ByteBuffer chunk) {
        var opened = response;
        if (opened == null || opened.isSuccessful()) {
            frames.accept(chunk);
        } else {
            var bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            refusal.writeBytes(bytes);
        }
    }

    private void finish(HttpResponse<AsyncBody> opened, @Nullable Throwable broken) {
        if (!opened.isSuccessful()) {
            end(ApiException.of(
                    request.toString(), opened.code(), refusal.toByteArray(), opened.header("Retry-After")));
        } else if (broken != null) {
            end(client.failure(request, broken));
        } else if (frames.isPartial()) {
            end(client.failure(request, new EOFException("the watch ended in the middle of an object")));
        } else {
            end(null);
        }
    }

    private void end(@Nullable RuntimeException failure) {
        if (ended.compareAndSet(false, true) && !cancelled) {
            listener.ended(failure);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        var opened = response;
        if (opened != null) {
            opened.body().cancel();
        }
    }
}
