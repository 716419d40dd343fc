package dev.escapement.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code esc apiserver}. */
@Command(
        name = "apiserver",
        description = "Runs a Kubernetes API server in this process, for trying operators; until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  esc apiserver                     forgets everything when it ends",
            "  esc apiserver --port 6443 --data d  keeps its objects and kubeconfig in d"
        })
final class ApiServerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Its port on the loopback address; a free one unless set.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where it keeps its objects; in memory only unless set.")
    private @Nullable Path data;

    @Override
    public Integer call() throws InterruptedException {
        var server = EmbeddedServer.start(port, data);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        var out = spec.commandLine().getOut();
        out.println("An API server runs at " + server.uri() + ". To use it with kubectl:");
        out.println("  export KUBECONFIG=" + server.kubeconfig());
        out.flush();
        new CountDownLatch(1).await(); // a signal ends the process
        return 0;
    }
}
