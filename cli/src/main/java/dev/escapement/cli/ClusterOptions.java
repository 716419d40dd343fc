package dev.escapement.cli;

import dev.escapement.Connection;
import dev.escapement.OperatorException;
import dev.escapement.client.ApiClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which cluster, and which namespaces of it: as kubectl has it. */
final class ClusterOptions {
    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "The cluster, instead of kubectl's.")
    private @Nullable String kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "The context in the kubeconfig.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "The namespace, instead of the context's.")
    private @Nullable String namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces.")
    private boolean all;

    /** Connects. */
    ApiClient connect(CommandLine line) {
        if (all && namespace != null) {
            throw new ParameterException(line, "--namespace and --all-namespaces exclude each other");
        }
        try {
            return ApiClient.of(Connection.resolve(kubeconfig, context));
        } catch (OperatorException e) {
            throw new Failure(1, String.valueOf(e.getMessage()));
        }
    }

    /** The one namespace that is meant; empty for all. */
    String namespace(ApiClient client) {
        if (all) {
            return "";
        }
        if (namespace != null) {
            return namespace;
        }
        var current = client.config().getNamespace();
        return current == null || current.isBlank() ? "default" : current;
    }
}
