package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import static org.assertj.core.api.Assertions.assertThat;

/** What the pages and the alerts say to type is understood: there are such commands and options, and none is missing. */
class CommandsInDocsTest {
    private static final Path ROOT = Path.of("..");
    /** On a line of a block, in backticks, or at the beginning of what an alert says to do. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^|`|&& |action: )(?:\\./)?esc ((?:(?!&&| \\||  |#|`| shows ).)*)");

    @TestFactory
    Stream<DynamicTest> eachCommandIsUnderstood() throws IOException {
        var found = new ArrayList<DynamicTest>();
        for (var page : pages()) {
            COMMAND.matcher(Files.readString(page))
                    .results()
                    .map(command -> command.group(1).strip())
                    .distinct()
                    .map(command -> DynamicTest.dynamicTest(
                            page.getFileName() + ": esc " + command, () -> isUnderstood(command)))
                    .forEach(found::add);
        }
        assertThat(found).hasSizeGreaterThan(50);
        return found.stream();
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            docs.filter(page -> page.toString().endsWith(".md")),
                            Stream.of(
                                    ROOT.resolve("README.md"),
                                    ROOT.resolve("deploy/prometheus/escapement-alerts.yaml")))
                    .sorted()
                    .toList();
        }
    }

    private static void isUnderstood(String command) {
        var words = Arrays.stream(command.split("\\s+", -1))
                .filter(word -> !word.isEmpty() && !word.equals("..."))
                .toArray(String[]::new);
        var line = Main.commandLine();
        try {
            line.parseArgs(words);
        } catch (ParameterException e) {
            if (isName(line, words)) {
                return; // somebody speaks of the command
            }
            throw e;
        }
    }

    private static boolean isName(CommandLine line, String... words) {
        var command = line;
        for (var word : words) {
            var below = command.getSubcommands().get(word);
            if (below == null) {
                return false;
            }
            command = below;
        }
        return true;
    }
}
