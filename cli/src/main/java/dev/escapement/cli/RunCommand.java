package dev.escapement.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code esc run}. */
@Command(
        name = "run",
        description =
                "Compiles operators in memory and runs the main method of each file, on the cluster that kubectl uses.",
        footer = {
            "",
            "Examples:",
            "  esc run Websites.java --crds      on kubectl's cluster, creating the CRDs",
            "  esc run Websites.java --embedded  on an API server of its own, to try things",
            "  esc run A.java B.java -n team-a   two in one process, in one namespace",
            "  esc run A.java --console=9000     its console on another port of this machine"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SourceFiles sources = new SourceFiles();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Only the objects of one namespace.")
    private @Nullable String namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "The objects of all namespaces, as without -n.")
    private boolean allNamespaces;

    @Option(names = "--crds", description = "Create or update the CustomResourceDefinitions first.")
    private boolean crds;

    @Option(names = "--embedded", description = "Start an API server in this process and use it; implies --crds.")
    private boolean embedded;

    @Option(
            names = "--health",
            paramLabel = "ADDRESS",
            description = "Serve health and metrics there: PORT or HOST:PORT.")
    private @Nullable String health;

    @Mixin
    private OwnConsole console = new OwnConsole();

    @Override
    public Integer call() throws Exception {
        var line = spec.commandLine();
        console.apply(line);
        if (embedded && connection.isGiven()) {
            throw new ParameterException(
                    line, "--embedded brings its own cluster: leave out --kubeconfig and --context");
        }
        if (allNamespaces && namespace != null) {
            throw new ParameterException(line, "--namespace and --all-namespaces exclude each other");
        }
        var compiled = sources.compile(line);
        var mains = compiled.mains();
        if (mains.isEmpty()) {
            throw new Failure(1, "there is no main method in the first class of " + sources.names());
        }
        if (!embedded) {
            return new Launch(compiled.loader(), line.getErr()).run(mains, arguments(connection.arguments()));
        }
        try (var server = EmbeddedServer.start(0, null)) {
            line.getErr().println("esc: an API server runs at " + server.uri() + "; to use it with kubectl:");
            line.getErr().println("  export KUBECONFIG=" + server.kubeconfig());
            line.getErr().flush();
            return new Launch(compiled.loader(), line.getErr())
                    .run(
                            mains,
                            arguments(
                                    List.of("--kubeconfig", server.kubeconfig().toString())));
        }
    }

    /** What the main methods get: what {@code Operator.run} understands. */
    private String[] arguments(List<String> cluster) {
        var arguments = new ArrayList<>(cluster);
        if (namespace != null) {
            arguments.addAll(List.of("--namespace", namespace));
        }
        if (allNamespaces) {
            arguments.add("--all-namespaces");
        }
        if (crds || embedded) {
            arguments.add("--crds");
        }
        if (health != null) {
            arguments.add("--health=" + health);
        }
        return arguments.toArray(String[]::new);
    }
}
