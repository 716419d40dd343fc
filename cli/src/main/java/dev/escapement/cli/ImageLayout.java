package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What goes into an image: {@code bin/NAME}, {@code lib/} with the jars and the cache of loaded classes, {@code jre/}, and the Dockerfile
 * that copies them. It runs where it lies as well.
 */
final class ImageLayout {
    /** The cache fits the collector and the object headers that it was made with. */
    static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=70");

    private final Path folder;
    private final String name;

    ImageLayout(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Copies, links and writes all but the cache. */
    void make(Application application, Collection<String> modules, String image)
            throws IOException, InterruptedException {
        var lib = Files.createDirectories(folder.resolve("lib"));
        for (var jar : application.jars()) {
            Files.copy(
                    jar,
                    lib.resolve(jar.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES); // the cache knows the times of jars
        }
        RuntimeImage.make(application, modules, folder.resolve("jre"));
        var bin = Files.createDirectories(folder.resolve("bin")).resolve(name);
        var classPath = jars(application).stream().map(jar -> "$lib/" + jar).collect(Collectors.joining(":"));
        Files.writeString(
                bin,
                Template.fill(
                        "package/launcher",
                        Map.of(
                                "name",
                                name,
                                "options",
                                String.join(" ", OPTIONS),
                                "classpath",
                                classPath,
                                "main",
                                "'" + application.mainClass() + "'")));
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                folder.resolve("Dockerfile"),
                Template.fill(
                        "package/Dockerfile",
                        Map.of(
                                "name", name,
                                "image", image,
                                "platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"))));
        Files.writeString(folder.resolve(".dockerignore"), "manifests\n");
    }

    /** How the program is started with some options of the JVM, as its script does it. */
    List<String> command(Application application, List<String> options) {
        var words = new ArrayList<String>();
        words.add(folder.resolve("jre/bin/java").toString());
        words.addAll(options);
        words.addAll(OPTIONS);
        words.add("-cp");
        words.add(jars(application).stream()
                .map(jar -> folder.resolve("lib").resolve(jar).toString())
                .collect(Collectors.joining(":")));
        words.add(application.mainClass());
        return words;
    }

    /** Where the cache of classes is. */
    Path cache() {
        return folder.resolve("lib").resolve(name + ".aot");
    }

    private static List<String> jars(Application application) {
        return application.jars().stream()
                .map(jar -> String.valueOf(jar.getFileName()))
                .toList();
    }
}
