package dev.escapement.cli;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code esc workers}. */
@Command(
        name = "workers",
        description = {
            "Changes how many workers a controller of a running operator has.",
            "Without a CONTROLLER, lists what has been said of them."
        },
        footer = {
            "",
            "Examples:",
            "  esc workers websites 8 --operator shop       always 8",
            "  esc workers websites 4-32 --operator shop    as many as needed, between the two",
            "  esc workers websites --reset --operator shop as many as its author said",
            "  esc workers -o yaml                          what has been said"
        })
final class WorkersCommand implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("([1-9]\\d{0,8})(-([1-9]\\d{0,8}))?");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "CONTROLLER", description = "The name of the controller.")
    private @Nullable String controller;

    @Parameters(index = "1", arity = "0..1", paramLabel = "COUNT", description = "A number, or a range.")
    private @Nullable String count;

    @Option(names = "--operator", paramLabel = "NAME", description = "The operator.")
    private @Nullable String operator;

    @Option(names = "--reset", description = "As many as the operator's author said.")
    private boolean reset;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        if (controller == null && !reset) {
            return list(line);
        }
        if (controller == null || operator == null) {
            throw new ParameterException(
                    line,
                    controller == null
                            ? "whose workers? Name the controller"
                            : "Missing required option: '--operator=NAME'");
        }
        var wanted = count;
        if (reset == (wanted != null)) {
            throw new ParameterException(line, "name how many, such as 8 or 4-32, or --reset");
        }
        if (wanted != null && !isRange(wanted)) {
            throw new ParameterException(
                    line,
                    "\"" + wanted + "\" is no number of workers: name at least 1, such as 8, or a range, such as 4-32");
        }
        return change(line, operator, controller, wanted);
    }

    private int change(CommandLine line, String ofOperator, String ofController, @Nullable String wanted)
            throws InterruptedException {
        var key = WorkersList.KEY + ofController;
        return cluster.work(client -> {
            var map = ControlMapEdit.of(client, cluster, ofOperator, line);
            map.edit(data -> {
                if (wanted == null) {
                    data.remove(key);
                } else {
                    data.put(key, wanted);
                }
            });
            line.getOut()
                    .println("controller " + ofController + " of operator " + ofOperator + " has "
                            + (wanted == null ? "as many workers as its author said" : wanted + " workers") + " ("
                            + map.name()
                            + ")");
            line.getOut().flush();
        });
    }

    private int list(CommandLine line) throws InterruptedException {
        return cluster.work(client -> {
            var found = WorkersList.of(new ControlMaps(client, cluster.named().orElse("")).list()).stream()
                    .filter(one -> operator == null || operator.equals(one.operator()))
                    .toList();
            output.print(line, found, () -> WorkersList.lines(found));
        });
    }

    private static boolean isRange(String text) {
        var range = RANGE.matcher(text);
        return range.matches()
                && (range.group(3) == null || Integer.parseInt(range.group(1)) <= Integer.parseInt(range.group(3)));
    }
}
