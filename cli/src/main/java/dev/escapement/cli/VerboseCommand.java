package dev.escapement.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code esc verbose}. */
@Command(
        name = "verbose",
        description = "Has a controller of a running operator log what it does in detail.",
        footer = {
            "",
            "Examples:",
            "  esc verbose websites --operator shop",
            "  esc verbose websites --operator shop --off"
        })
final class VerboseCommand implements Callable<Integer> {
    /** As it stands in the ConfigMap; {@code esc} does not write it. */
    private static final String ALL = "*";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONTROLLER", description = "The name of the controller.")
    private String controller = "";

    @Option(names = "--operator", paramLabel = "NAME", required = true, description = "The operator.")
    private String operator = "";

    @Option(names = "--off", description = "No more of it.")
    private boolean off;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        var out = line.getOut();
        return cluster.work(client -> {
            var map = ControlMapEdit.of(client, cluster, operator, line);
            map.edit(data -> {
                var verbose = WordList.of(data.get("verbose"));
                if (off) {
                    if (verbose.contains(ALL)) {
                        throw new Failure(
                                1,
                                "all controllers of operator " + operator + " log in detail (" + map.name()
                                        + ", verbose: \"*\"): take the * out of it");
                    }
                    verbose.remove(controller);
                } else {
                    verbose.add(controller);
                }
                WordList.put(data, "verbose", verbose);
            });
            out.println("controller " + controller + " of operator " + operator
                    + (off ? " logs as usual (" : " logs in detail (") + map.name() + ")");
            out.flush();
        });
    }
}
