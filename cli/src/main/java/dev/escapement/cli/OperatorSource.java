package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** An operator as somebody has written it: source files, or a folder with a Maven project. */
final class OperatorSource {
    @Parameters(arity = "0..*", paramLabel = "SOURCE", description = "Java files, or a folder with a Maven project.")
    private List<Path> sources = new ArrayList<>();

    @Option(names = "--main", paramLabel = "CLASS", description = "The main class of a project that has several.")
    private @Nullable String mainClass;

    boolean isGiven() {
        return !sources.isEmpty();
    }

    /**
     * Builds it.
     *
     * @param folder for what is made on the way
     */
    Application application(CommandLine line, Path folder) throws IOException, InterruptedException {
        if (sources.isEmpty()) {
            throw new ParameterException(line, "name Java files, or a folder with a Maven project");
        }
        if (sources.size() == 1 && Files.isDirectory(sources.getFirst())) {
            return new MavenProject(sources.getFirst()).build(mainClass);
        }
        if (mainClass != null) {
            throw new ParameterException(
                    line, "--main is for projects: of files, the first class of each is looked at");
        }
        var files = new SourceFiles(sources);
        return SourceApplication.of(files.compile(line), files.names(), folder);
    }
}
