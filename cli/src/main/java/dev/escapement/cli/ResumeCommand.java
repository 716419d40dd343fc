package dev.escapement.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code esc resume}. */
@Command(
        name = "resume",
        description = "Ends what 'esc pause' began. What has changed meanwhile is worked on then.",
        footer = {
            "",
            "Examples:",
            "  esc resume website hello",
            "  esc resume --operator shop --controller websites",
            "  esc resume --operator shop --all"
        })
final class ResumeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PauseTarget target = new PauseTarget();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        var what = target.what(line);
        return cluster.work(client -> new Pausing(client, cluster, line).resume(what));
    }
}
