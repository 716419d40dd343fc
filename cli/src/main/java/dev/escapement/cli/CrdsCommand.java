package dev.escapement.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.escapement.Crds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code esc crds}. */
@Command(
        name = "crds",
        description =
                "Prints the CustomResourceDefinitions of the CustomResource classes in Java files, and of dead letters, as YAML.",
        footer = {"", "Example:", "  esc crds examples/Websites.java | kubectl apply -f -"})
final class CrdsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SourceFiles sources = new SourceFiles();

    @Override
    public Integer call() {
        var line = spec.commandLine();
        var types = sources.compile(line).customResources();
        if (types.isEmpty()) {
            throw new Failure(1, "there is no CustomResource class in " + sources.names());
        }
        var incomplete = types.stream()
                .filter(type -> HasMetadata.getGroup(type) == null || HasMetadata.getVersion(type) == null)
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        if (!incomplete.isEmpty()) {
            throw new Failure(
                    1,
                    "no CRD without an API group and version: annotate " + incomplete
                            + " with @Group(\"example.dev\") and @Version(\"v1\")");
        }
        var yaml = new KubernetesSerialization();
        Crds.generate(types).values().forEach(definition -> line.getOut().println(yaml.asYaml(definition)));
        line.getOut().println(yaml.asYaml(Crds.deadLetters()));
        line.getOut().flush();
        return 0;
    }
}
