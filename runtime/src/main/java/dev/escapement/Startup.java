package dev.escapement;

import java.time.Duration;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.ApiRequest;
import dev.escapement.client.Kind;
import dev.escapement.client.Selection;
import dev.escapement.client.UnreachableException;
import dev.escapement.time.Clock;
import org.jspecify.annotations.Nullable;

/** Finds out at the start what would keep an operator from working, and says it in words that help. */
final class Startup {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ApiClient client;
    private final Clock clock;
    private final Duration patience;

    Startup(ApiClient client, Clock clock, Duration patience) {
        this.client = client;
        this.clock = clock;
        this.patience = patience;
    }

    /** Asks the API server for its version: is it there, and does it know us? */
    void check() throws InterruptedException {
        long deadline = clock.nanos() + patience.toNanos();
        while (true) {
            try {
                client.send(ApiRequest.of("GET", "/version"));
                return;
            } catch (ApiException e) {
                throw new OperatorException(e.getMessage() + " (server " + client.server() + ")", e);
            } catch (UnreachableException e) {
                if (clock.nanos() >= deadline) {
                    throw new OperatorException(String.valueOf(e.getMessage()), e);
                }
                clock.sleep(PAUSE);
            }
        }
    }

    /** What it means that the objects of a kind cannot be read. */
    static OperatorException explain(Kind kind, Selection selection, @Nullable Throwable failure) {
        if (failure instanceof ApiException api) {
            var where = selection.where();
            switch (api.code()) {
                case 404 -> {
                    return new OperatorException(
                            "the cluster does not know " + kind.resource() + " in version " + kind.version()
                                    + ": create its CustomResourceDefinition, or start with --crds to have it generated from the class",
                            api);
                }
                case 403 -> {
                    return new OperatorException(
                            "not allowed to list and watch " + kind.resource() + where + ": " + api.getMessage()
                                    + ". Grant the verbs get, list and watch"
                                    + (selection.namespace().isEmpty()
                                            ? ", or choose one namespace with --namespace"
                                            : ""),
                            api);
                }
                default -> {
                    // below
                }
            }
        }
        return new OperatorException(
                "cannot read " + kind.resource() + ": " + (failure == null ? "unknown" : failure.getMessage()),
                failure);
    }
}
