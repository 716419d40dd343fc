package dev.escapement.cli;

import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code esc completion}. */
@Command(
        name = "completion",
        description = "Prints a script that lets bash or zsh complete esc's commands and options.",
        footer = {"", "Example:", "  source <(./esc completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.println(AutoComplete.bash("esc", spec.root().commandLine()));
        out.flush();
        return 0;
    }
}
