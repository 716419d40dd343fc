package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code esc new}. */
@Command(
        name = "new",
        description = "Begins a project: an operator with tests and a Maven build, which passes at once.",
        footer = {
            "",
            "Examples:",
            "  esc new greetings",
            "  esc new shop-operator --kind Shop --group org.example.shops --dir work/shop"
        })
final class NewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "The project's name, and its operator's.")
    private String name = "";

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            defaultValue = "dev.example",
            description = "Maven's group and the Java package; ${DEFAULT-VALUE} unless set.")
    private String group = "";

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "The kind of its objects; made of the name unless set.")
    private @Nullable String kind;

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "Where to; a folder of that name unless set.")
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException {
        var line = spec.commandLine();
        var kindName = kind == null ? kindOf(name) : kind;
        check(line, kindName);
        var target = folder == null ? Path.of(name) : folder;
        if (Files.exists(target)) {
            throw new Failure(1, target + " exists already: name another folder with --dir, or remove it");
        }
        new ProjectTemplate(name, group, kindName).write(target);
        var out = line.getOut();
        out.println("Made " + target + ": an operator of " + kindName + " objects, with two tests. What comes next:");
        if (!isInstalled()) {
            out.println("  (cd " + home()
                    + " && ./mvnw -Dquick -Dmaven.test.skip=true install)   # Escapement itself, once");
        }
        out.println("  cd " + target);
        out.println("  ./mvnw verify");
        out.println("  esc package .");
        out.flush();
        return 0;
    }

    private void check(CommandLine line, String kindName) {
        if (!name.matches("[a-z]([-a-z0-9]{0,38}[a-z0-9])?")) {
            throw new ParameterException(
                    line,
                    "\"" + name
                            + "\" can be no name of an operator: use 1 to 40 lower-case letters, digits and '-', a letter first and"
                            + " no '-' last, such as shop-operator");
        }
        if (!group.matches("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*") || !SourceVersion.isName(group)) {
            throw new ParameterException(
                    line, "\"" + group + "\" can be no group: name a Java package such as org.example.shops");
        }
        if (SourceVersion.isKeyword(name.replace("-", ""))) {
            throw new ParameterException(
                    line, "\"" + name + "\" is a word of the Java language: no package can be called so");
        }
        if (!kindName.matches("[A-Z][A-Za-z0-9]{0,62}")) {
            throw new ParameterException(
                    line,
                    "\"" + kindName + "\" can be no kind: use letters and digits, a capital first, such as "
                            + kindOf("shop"));
        }
        if (kindName.matches("ConfigMap|Context|Controller|Operator|Outcome|String|Object|List|Config|Path")) {
            throw new ParameterException(
                    line,
                    "a kind " + kindName + " would be mistaken for the class of that name: choose another with --kind");
        }
    }

    /** {@code shop-operator} is about {@code Shop} objects. */
    private static String kindOf(String name) {
        var words = name.endsWith("-operator") ? name.substring(0, name.length() - "-operator".length()) : name;
        return Arrays.stream(words.split("-", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** Whether Maven's local repository has the artifacts that the project needs. */
    private static boolean isInstalled() {
        var repository = System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository");
        return Files.isDirectory(
                Path.of(repository, "dev", "escapement", "escapement-bom", ProjectTemplate.escapement()));
    }

    private static String home() {
        return System.getProperty("escapement.home", "a clone of Escapement");
    }
}
