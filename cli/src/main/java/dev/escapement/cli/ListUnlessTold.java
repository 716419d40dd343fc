package dev.escapement.cli;

import java.util.Map;
import java.util.Set;
import java.util.Stack;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Lists, where a command is given without what it is to do: {@code esc dead-letters -A} is {@code esc dead-letters list -A}. */
final class ListUnlessTold implements IParameterPreprocessor {
    /** What all commands understand, and what is not meant for the list then. */
    private static final Set<String> OF_ALL = Set.of("--help", "-h", "--version", "-V");

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's
    public boolean preprocess(
            Stack<String> words, CommandSpec command, @Nullable ArgSpec option, Map<String, Object> info) {
        if (words.isEmpty() || (words.peek().startsWith("-") && !OF_ALL.contains(words.peek()))) {
            words.push("list");
        }
        return false; // picocli goes on with them
    }
}
