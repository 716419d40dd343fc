package dev.escapement.cli;

import java.util.Optional;

import dev.escapement.client.ApiClient;
import dev.escapement.client.ApiException;
import dev.escapement.client.UnreachableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster a command works on, and which namespace. */
final class ClusterOptions {
    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "The namespace, instead of the context's.")
    private @Nullable String namespace;

    /** What is done with the cluster. */
    interface Work {
        void on(ApiClient client) throws InterruptedException;
    }

    /** Does something with the cluster; returns the exit status of success, and fails with words for the person who asked. */
    int work(Work work) throws InterruptedException {
        try (var client = connect()) {
            work.on(client);
            return 0;
        } catch (ApiException | UnreachableException e) {
            throw new Failure(1, String.valueOf(e.getMessage()));
        }
    }

    /** Connects; fails with words for the person who asked. */
    ApiClient connect() {
        return connection.connect();
    }

    /** The namespace, as kubectl would have it. */
    String namespace(ApiClient client) {
        return named().or(() -> Optional.ofNullable(client.config().getNamespace()))
                .filter(name -> !name.isBlank())
                .orElse("default");
    }

    /** The namespace, if the command names one. */
    Optional<String> named() {
        return Optional.ofNullable(namespace);
    }
}
