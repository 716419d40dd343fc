package dev.escapement.cli;

import dev.escapement.client.ApiClient;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which cluster, and one or all of its namespaces: as kubectl has it. */
final class ScopeOptions {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces.")
    private boolean all;

    /** Connects. */
    ApiClient connect(CommandLine line) {
        if (all && cluster.named().isPresent()) {
            throw new ParameterException(line, "--namespace and --all-namespaces exclude each other");
        }
        return cluster.connect();
    }

    /** The one namespace that is meant; empty for all. */
    String namespace(ApiClient client) {
        return all ? "" : cluster.namespace(client);
    }
}
