package dev.escapement.cli;

import java.util.concurrent.Callable;

import dev.escapement.cli.DeadLettersOutput.Format;
import dev.escapement.client.ObjectKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code esc dead-letters show}. */
@Command(
        name = "show",
        description = "Shows a dead letter: its error, its last failures, and what to do.",
        footer = {"", "Example:", "  esc dead-letters show web-1-0a1b2c3d4e -n shop"})
final class DeadLettersShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LetterScope scope = new LetterScope();

    @Parameters(paramLabel = "NAME", description = "The name of the dead letter.")
    private String name = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "json or yaml, instead of a text.")
    private Format format = Format.table;

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        scope.checkNarrow(line);
        return scope.work(line, (requests, namespace) -> {
            var found = requests.get(new ObjectKey(namespace, name));
            if (format == Format.json || format == Format.yaml) {
                line.getOut().println(DeadLettersOutput.machine(format, found.json()));
            } else {
                DeadLettersOutput.description(found.view(), requests.now()).forEach(line.getOut()::println);
            }
            line.getOut().flush();
        });
    }
}
