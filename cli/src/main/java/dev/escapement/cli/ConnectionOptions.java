package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;

import dev.escapement.Connection;
import dev.escapement.OperatorException;
import dev.escapement.client.ApiClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command works on. */
final class ConnectionOptions {
    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "The cluster, instead of kubectl's.")
    private @Nullable String kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "The context in the kubeconfig.")
    private @Nullable String context;

    boolean isGiven() {
        return kubeconfig != null || context != null;
    }

    /** Connects; fails with words for the person who asked. */
    ApiClient connect() {
        try {
            return ApiClient.of(Connection.resolve(kubeconfig, context));
        } catch (OperatorException e) {
            throw new Failure(1, String.valueOf(e.getMessage()));
        }
    }

    /** The same for a program that understands what {@code Operator.run} does. */
    List<String> arguments() {
        var arguments = new ArrayList<String>();
        if (kubeconfig != null) {
            arguments.addAll(List.of("--kubeconfig", kubeconfig));
        }
        if (context != null) {
            arguments.addAll(List.of("--context", context));
        }
        return arguments;
    }
}
