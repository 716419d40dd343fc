package dev.escapement.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The source files that a command is given. */
final class SourceFiles {
    @Parameters(arity = "1..*", paramLabel = "FILE.java", description = "Source files, which may use each other.")
    private List<Path> files = new ArrayList<>();

    /** None yet. */
    SourceFiles() {}

    /** Those that are named. */
    SourceFiles(List<Path> files) {
        this.files = files;
    }

    /**
     * Compiles them; what is wrong with them goes to stderr.
     *
     * @throws ParameterException if they are no source files
     * @throws Failure if they don't compile
     */
    Compiled compile(CommandLine line) {
        for (var file : files) {
            var trouble = trouble(file);
            if (!trouble.isEmpty()) {
                throw new ParameterException(line, file + " " + trouble);
            }
        }
        return Compilation.compile(List.copyOf(new LinkedHashSet<>(files)), line.getErr());
    }

    String names() {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static String trouble(Path file) {
        if (!Files.exists(file)) {
            return "does not exist";
        }
        if (Files.isDirectory(file)) {
            return "is a directory; name the .java files in it";
        }
        if (!file.toString().endsWith(".java")) {
            return "is no Java source file: its name does not end in .java";
        }
        return Files.isReadable(file) ? "" : "cannot be read: check its permissions";
    }
}
