package dev.escapement.cli;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The cluster, and where in it dead letters are looked for. */
final class LetterScope {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All namespaces.")
    private boolean all;

    /** What is done with the letters of one namespace, or of all if it is empty. */
    interface Work {
        void on(DeadLetterRequests requests, String namespace) throws InterruptedException;
    }

    /** As {@link ClusterOptions#work}. */
    int work(CommandLine line, Work work) throws InterruptedException {
        if (all && cluster.named().isPresent()) {
            throw new ParameterException(line, "--namespace and --all-namespaces exclude each other");
        }
        return cluster.work(client -> work.on(new DeadLetterRequests(client), all ? "" : cluster.namespace(client)));
    }

    /** For letters that are named, which have to be in one namespace. */
    void checkNarrow(CommandLine line) {
        if (all) {
            throw new ParameterException(line, "a name is one in a namespace: say -n instead of -A");
        }
    }
}
