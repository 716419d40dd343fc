package dev.escapement.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;

/** A Java runtime with the modules that an operator needs, made of the JDK that esc runs on. */
final class RuntimeImage {
    /** What the runtime and its libraries use, some of it by name only: HTTP, DNS and Kerberos of proxies, XML of YAML's schema. */
    private static final Set<String> ALWAYS = Set.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.xml",
            "jdk.httpserver",
            "jdk.management",
            "jdk.unsupported");

    private static final List<String> LIBRARIES = List.of("escapement-", "kubernetes-", "jackson-", "slf4j-");
    private static final long PATIENCE_SECONDS = 300;

    private RuntimeImage() {}

    /**
     * Makes one.
     *
     * @param more modules that an author knows to be needed
     */
    static void make(Application application, Collection<String> more, Path folder) throws InterruptedException {
        var jlink = Processes.javaHome().resolve("bin").resolve("jlink");
        if (!Files.isExecutable(jlink)) {
            throw new Failure(1, "there is no " + jlink + ": run esc with a complete JDK 25 or newer");
        }
        var modules = new TreeSet<>(ALWAYS);
        modules.addAll(more);
        application.jars().stream()
                .filter(jar -> LIBRARIES.stream()
                        .noneMatch(known -> String.valueOf(jar.getFileName()).startsWith(known)))
                .forEach(jar -> modules.addAll(used(jar)));
        Processes.run(
                "jlink",
                PATIENCE_SECONDS,
                new ProcessBuilder(
                        jlink.toString(),
                        "--add-modules",
                        String.join(",", modules),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        folder.toString()));
    }

    /** The JDK's modules that a jar uses, as far as it shows; none if it can't be read by itself. */
    private static Set<String> used(Path jar) {
        var jdeps = ToolProvider.findFirst("jdeps").orElseThrow(() -> new Failure(1, "this JDK has no jdeps"));
        var out = new StringWriter();
        int status = jdeps.run(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "--ignore-missing-deps",
                "--multi-release",
                Integer.toString(Runtime.version().feature()),
                "--print-module-deps",
                jar.toString());
        return status == 0 && !out.toString().isBlank()
                ? Set.of(out.toString().strip().split(","))
                : Set.of();
    }
}
