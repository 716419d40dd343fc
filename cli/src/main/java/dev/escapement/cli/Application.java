package dev.escapement.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

import dev.escapement.ProgramPart;
import dev.escapement.console.HealthPart;

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
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }

    /**
     * Checks that the program understands {@code --health}, with which its Deployment starts it.
     *
     * @throws Failure if it would end at once
     */
    void checkHealth() throws IOException {
        for (var path : jars) {
            try (var jar = new ZipFile(path.toFile())) {
                var parts = jar.getEntry("META-INF/services/" + ProgramPart.class.getName());
                if (parts != null
                        && new String(jar.getInputStream(parts).readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .anyMatch(HealthPart.class.getName()::equals)) {
                    return;
                }
            }
        }
        throw new Failure(
                1,
                "the program " + mainClass
                        + " would have no health checks, which its pod is asked for, and would end at"
                        + " once: add the dependency dev.escapement:escapement-console with scope runtime to its project");
    }
}
