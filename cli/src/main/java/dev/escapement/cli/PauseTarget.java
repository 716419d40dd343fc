package dev.escapement.cli;

import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What is paused or resumed: one object, one controller of an operator, or all of them. */
final class PauseTarget {
    @Parameters(arity = "0..2", paramLabel = "KIND NAME", description = "One object, such as: website hello")
    private List<String> object = List.of();

    @Option(names = "--operator", paramLabel = "NAME", description = "The operator of --controller or --all.")
    private @Nullable String operator;

    @Option(names = "--controller", paramLabel = "NAME", description = "One controller of the operator.")
    private @Nullable String controller;

    @Option(names = "--all", description = "All controllers of the operator.")
    private boolean all;

    /** What is meant. */
    sealed interface What {
        /** One object, of a kind as somebody has typed it. */
        record OneObject(String kind, String name) implements What {}

        /** One controller. */
        record OneController(String operator, String controller) implements What {}

        /** All controllers. */
        record All(String operator) implements What {}
    }

    boolean isEmpty() {
        return object.isEmpty() && operator == null && controller == null && !all;
    }

    /**
     * What is meant.
     *
     * @throws ParameterException if that is not clear
     */
    What what(CommandLine line) {
        int said = (object.isEmpty() ? 0 : 1) + (controller == null ? 0 : 1) + (all ? 1 : 0);
        if (said != 1) {
            throw new ParameterException(line, "name one of: KIND NAME, --controller NAME, --all");
        }
        if (!object.isEmpty()) {
            if (operator != null) {
                throw new ParameterException(line, "an object pauses for all operators: leave out --operator");
            }
            return object(line);
        }
        if (operator == null) {
            throw new ParameterException(line, "whose controllers? Name the operator with --operator NAME");
        }
        return controller == null ? new What.All(operator) : new What.OneController(operator, controller);
    }

    private What object(CommandLine line) {
        var words = object.size() == 1 ? object.getFirst().split("/", 2) : object.toArray(String[]::new);
        if (words.length != 2 || words[0].isEmpty() || words[1].isEmpty()) {
            throw new ParameterException(line, "name an object by KIND NAME or KIND/NAME, such as: website hello");
        }
        return new What.OneObject(words[0], words[1]);
    }
}
