package dev.escapement.cli;

import java.util.List;
import java.util.concurrent.Callable;

import dev.escapement.cli.DeadLetterRequests.Found;
import dev.escapement.cli.DeadLettersOutput.Format;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code esc dead-letters list}. */
@Command(
        name = "list",
        description = "Lists dead letters, the latest first.",
        footer = {"", "Example:", "  esc dead-letters list -A --group"})
final class DeadLettersListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LetterScope scope = new LetterScope();

    @Mixin
    private LetterFilter filter = new LetterFilter();

    @Option(names = "--group", description = "One line for each fingerprint: the same failure of many objects.")
    private boolean group;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, wide, json or yaml.")
    private Format format = Format.table;

    @Override
    public Integer call() throws InterruptedException {
        return scope.work(spec.commandLine(), this::print);
    }

    private void print(DeadLetterRequests requests, String namespace) throws InterruptedException {
        var line = spec.commandLine();
        var out = line.getOut();
        var found = requests.list(filter.selection(namespace)).stream()
                .filter(one -> filter.wants(one.view()))
                .toList();
        if (format == Format.json || format == Format.yaml) {
            var list = DeadLettersOutput.list(found.stream().map(Found::json).toList());
            out.println(
                    DeadLettersOutput.machine(format, requests.client().json().tree(list)));
        } else if (found.isEmpty()) {
            line.getErr()
                    .println("There are no dead letters"
                            + (namespace.isEmpty() ? "" : " in namespace " + namespace + " (-A looks in all)") + ".");
            line.getErr().flush();
        } else {
            List<DeadLetterView> views = found.stream().map(Found::view).toList();
            var lines = group
                    ? DeadLettersOutput.groups(views, requests.now())
                    : DeadLettersOutput.table(views, namespace.isEmpty(), format == Format.wide, requests.now());
            lines.forEach(out::println);
        }
        out.flush();
    }
}
