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
        var out = spec.commandLine().getOut();
        return cluster.work(client -> {
            var map = new ControlMapEdit(client, cluster.namespace(client), operator);
            map.edit(data -> {
                var verbose = WordList.of(data.get("verbose"));
                if (off) {
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
