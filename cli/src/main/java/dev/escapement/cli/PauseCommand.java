package dev.escapement.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code esc pause}. */
@Command(
        name = "pause",
        description = "Has operators leave an object alone, or a controller or all of them rest.",
        footer = {
            "",
            "Examples:",
            "  esc pause website hello",
            "  esc pause --operator shop --controller websites",
            "  esc pause --operator shop --all",
            "  esc pause --list"
        })
final class PauseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PauseTarget target = new PauseTarget();

    @Option(
            names = "--list",
            description =
                    "Show the operators and custom resources that are paused, of all namespaces unless -n is given.")
    private boolean list;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        if (list) {
            if (!target.isEmpty()) {
                throw new ParameterException(line, "--list shows all that is paused: leave out what to pause");
            }
            var namespace = cluster.named().orElse("");
            return cluster.work(client -> {
                var found = new PauseList(client, namespace).find();
                output.print(line, found, () -> PauseList.lines(found, namespace));
            });
        }
        if (!output.isTable()) {
            throw new ParameterException(line, "--output is for --list");
        }
        var what = target.what(line);
        return cluster.work(client -> new Pausing(client, cluster, line).pause(what));
    }
}
