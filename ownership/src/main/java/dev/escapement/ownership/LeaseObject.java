package dev.escapement.ownership;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.ObjectKey;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The Lease behind a slot, as the API server last told it. Every write is conditional on that; every request ends in bounded
 * time. For one thread.
 */
final class LeaseObject {
    static final Kind KIND = new Kind("coordination.k8s.io", "v1", "Lease", "leases", true);

    private final ApiClient client;
    private final Clock clock;
    private final ObjectKey key;
    private final Duration limit;
    private @Nullable ObjectNode last;
    private boolean current;

    LeaseObject(ApiClient client, Clock clock, ObjectKey key, Duration limit) {
        this.client = client;
        this.clock = clock;
        this.key = key;
        this.limit = limit;
    }

    /** Whether a write is worth a try without a look before: the last request succeeded. */
    boolean isCurrent() {
        return current;
    }

    /** Looks; empty if there is none. */
    Optional<LeaseRecord> read() throws InterruptedException {
        try {
            return Optional.of(send(ApiRequest.of("GET", KIND.path(key))));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            last = null;
            current = true;
            return Optional.empty();
        }
    }

    /**
     * Writes what the change makes of the last known record (null if there is none).
     *
     * @throws ApiException of code 409 if somebody was faster, or 404 if it has been deleted
     */
    LeaseRecord write(UnaryOperator<@Nullable LeaseRecord> change) throws InterruptedException {
        var body = last == null ? blank() : last.deepCopy();
        var record = change.apply(last == null ? null : LeaseRecord.of(last));
        if (record == null) {
            throw new IllegalArgumentException("a Lease is not deleted");
        }
        record.writeTo(body);
        var request =
                last == null ? ApiRequest.of("POST", KIND.path(key.namespace())) : ApiRequest.of("PUT", KIND.path(key));
        return send(request.body("application/json", client.json().encode(body)));
    }

    private ObjectNode blank() {
        var lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", KIND.apiVersion()).put("kind", KIND.name());
        lease.putObject("metadata").put("namespace", key.namespace()).put("name", key.name());
        return lease;
    }

    private LeaseRecord send(ApiRequest request) throws InterruptedException {
        current = false;
        var lease = client.json().decode(bounded(request), ObjectNode.class);
        last = lease;
        current = true;
        return LeaseRecord.of(lease);
    }

    /** The client waits for a minute, which is longer than a lease; and it takes the time of its clock, not of ours. */
    private byte[] bounded(ApiRequest request) throws InterruptedException {
        var answer = new CompletableFuture<byte[]>();
        var sender = Thread.startVirtualThread(() -> {
            try {
                answer.complete(client.send(request));
            } catch (InterruptedException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        var timer = clock.schedule(limit, () -> {
            if (answer.completeExceptionally(
                    new IllegalStateException(request + ": no answer within " + limit.toMillis() + " ms"))) {
                sender.interrupt();
            }
        });
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(request + " failed", e.getCause());
        } finally {
            timer.cancel();
        }
    }
}
