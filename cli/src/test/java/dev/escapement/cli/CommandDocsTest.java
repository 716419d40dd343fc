package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/cli.md tells of each command and of each of its options, and of no others. */
class CommandDocsTest {
    /** What the page tells of all commands at once. */
    private static final Set<String> COMMON =
            Set.of("--help", "--version", "--verbose", "--kubeconfig", "--context", "--namespace", "--output");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`-[^|]*)\\|");
    private static final Pattern NAME = Pattern.compile("--[a-z-]+");

    @Test
    void thePageAndTheCommandsAgree() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "cli.md"));
        var commands = leaves(Main.commandLine()).distinct().toList(); // a command with an alias is met twice

        assertThat(headings(page))
                .containsExactlyInAnyOrderElementsOf(
                        commands.stream().map(CommandSpec::qualifiedName).toList());
        for (var command : commands) {
            assertThat(documented(section(page, command.qualifiedName())))
                    .as(command.qualifiedName())
                    .isEqualTo(options(command));
        }
    }

    private static Stream<CommandSpec> leaves(CommandLine command) {
        var below = command.getSubcommands().values();
        return below.isEmpty()
                ? Stream.of(command.getCommandSpec())
                : below.stream().flatMap(CommandDocsTest::leaves);
    }

    private static Set<String> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .map(option -> option.longestName())
                .filter(name -> !COMMON.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented(String section) {
        return ROW.matcher(section)
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group())
                .filter(name -> !COMMON.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> headings(String page) {
        return Arrays.stream(page.split("\n", -1))
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String section(String page, String heading) {
        int start = page.indexOf("## " + heading + "\n");
        int end = page.indexOf("\n## ", start);
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
