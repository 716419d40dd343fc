package dev.escapement.console;

import java.util.Map;
import java.util.Set;

import dev.escapement.Operator;
import dev.escapement.ProgramPart;

/**
 * The console of an operator that is run as a program: {@code --console[=ADDRESS]}, {@code --console-actions}, {@code
 * --no-console}. The system property
 * {@value #PROPERTY} ({@code yes}, {@code actions}, or an address) stands for them where there are none.
 */
public final class ConsolePart implements ProgramPart {
    /** What {@code esc run} sets. */
    public static final String PROPERTY = "escapement.console";

    private static final String ADDRESS = "console";
    private static final String ACTIONS = "console-actions";
    private static final String NONE = "no-console";

    /** For the ServiceLoader. */
    public ConsolePart() {}

    @Override
    public Set<String> options() {
        return Set.of(ADDRESS, ACTIONS, NONE);
    }

    @Override
    public AutoCloseable open(Operator operator, Map<String, String> options) {
        var property = System.getProperty(PROPERTY, "");
        boolean given = options.containsKey(ADDRESS) || options.containsKey(ACTIONS);
        if (options.containsKey(NONE) || (!given && property.isEmpty())) {
            return () -> {};
        }
        var words = given ? options.getOrDefault(ADDRESS, "") : property;
        boolean actions = options.containsKey(ACTIONS);
        if (words.startsWith("actions")) {
            actions = true;
            words = words.substring("actions".length()).replaceFirst("^:", "");
        }
        var builder = Console.of(operator);
        if (words.isEmpty() || words.equals("yes")) {
            builder.orOtherPort();
        } else {
            builder.address(ListenAddress.parse(ADDRESS, words));
        }
        var console = actions ? builder.allowActions().start() : builder.start();
        System.err.println(operator.name() + ": the console is at " + console.url()
                + (actions ? "" : " (it only shows; --console-actions lets people act)"));
        return console;
    }
}
