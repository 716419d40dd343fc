package dev.escapement.cli;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** A project that Maven builds, such as those that {@code esc new} makes. */
final class MavenProject {
    private static final long BUILD_SECONDS = 600;
    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies";

    private final Path folder;

    /**
     * The project in a folder.
     *
     * @throws Failure if there is none
     */
    MavenProject(Path folder) {
        if (!Files.isRegularFile(folder.resolve("pom.xml"))) {
            throw new Failure(1, folder + " has no pom.xml: name a folder with a Maven project, or .java files");
        }
        this.folder = folder;
    }

    /** Builds it, without its tests. */
    Application build(@Nullable String mainClass) throws InterruptedException, IOException {
        var target = folder.resolve("target");
        var libraries = target.resolve("esc-lib");
        var words = new ArrayList<>(maven());
        words.addAll(List.of("-q", "-B", "-DskipTests", "package", COPY, "-DincludeScope=runtime"));
        words.add("-DoutputDirectory=" + libraries.toAbsolutePath());
        Processes.run("Maven in " + folder, BUILD_SECONDS, new ProcessBuilder(words).directory(folder.toFile()));
        var jars = new ArrayList<Path>();
        jars.add(ownJar(target));
        try (var files = Files.list(libraries)) {
            files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .forEach(jars::add);
        }
        return new Application(mainClass == null ? mainClass(target.resolve("classes")) : mainClass, jars);
    }

    /** The project's own Maven, else the one on the path; with what MAVEN_ARGS says, which Maven reads itself since 3.9 only. */
    private List<String> maven() {
        var wrapper = folder.resolve("mvnw").toAbsolutePath();
        var words = new ArrayList<String>();
        words.add(Files.isExecutable(wrapper) ? wrapper.toString() : onPath());
        Optional.ofNullable(System.getenv("MAVEN_ARGS"))
                .map(said -> said.strip().split("\\s+"))
                .ifPresent(
                        said -> Stream.of(said).filter(word -> !word.isEmpty()).forEach(words::add));
        return words;
    }

    private String onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, "mvn"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new Failure(
                        1, folder + " has no mvnw, and there is no mvn on the PATH: install Maven 3.8 or newer"));
    }

    private Path ownJar(Path target) throws IOException {
        try (var files = Files.list(target)) {
            var jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw new Failure(
                        1,
                        "there " + (jars.isEmpty() ? "is no jar" : "are several jars") + " in " + target
                                + ": an image is made of one; mvn clean removes old ones");
            }
            return jars.getFirst();
        }
    }

    private String mainClass(Path classes) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(classes)) {
            for (var file :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                var model = ClassFile.of().parse(file);
                if (model.methods().stream()
                        .anyMatch(method -> method.methodName().equalsString("main")
                                && method.methodType().stringValue().matches("\\((\\[Ljava/lang/String;)?\\)V"))) {
                    found.add(model.thisClass().asInternalName().replace('/', '.'));
                }
            }
        }
        if (found.size() != 1) {
            throw new Failure(
                    1,
                    found.isEmpty()
                            ? "there is no class with a main method in " + folder
                            : "there are several classes with a main method: name one with --main, of "
                                    + String.join(", ", found));
        }
        return found.getFirst();
    }
}
