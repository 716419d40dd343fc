package dev.escapement.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * An operator as files that a JVM can run.
 *
 * @param mainClass the class whose main method runs it
 * @param jars its class path, its own jar first
 */
record Application(String mainClass, List<Path> jars) {
    Application {
        jars = List.copyOf(jars);
    }

    String classPath() {
        return String.join(
                java.io.File.pathSeparator, jars.stream().map(Path::toString).toList());
    }
}
