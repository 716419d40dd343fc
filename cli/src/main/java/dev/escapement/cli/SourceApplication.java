package dev.escapement.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Makes an application of source files, with the libraries that esc itself runs on. */
final class SourceApplication {
    private static final String LOGGING = "simplelogger.properties";
    /** What esc needs and operators do not. */
    private static final String ESC_ONLY = "(escapement-(cli|apiserver|simulation|testcluster)|picocli)[-.].*";

    private SourceApplication() {}

    /**
     * Puts their classes into a jar, and collects the libraries.
     *
     * @param folder where jars are made that are not there yet
     */
    static Application of(Compiled compiled, String names, Path folder) throws IOException {
        var mains = compiled.mains();
        if (mains.size() != 1) {
            throw new Failure(
                    1,
                    (mains.isEmpty()
                                    ? "there is no main method in the first class of "
                                    : "there are several main methods in ")
                            + names + ": an image runs exactly one");
        }
        var entries = new HashMap<String, byte[]>();
        compiled.loader().bytes().forEach((name, bytes) -> entries.put(name.replace('.', '/') + ".class", bytes));
        try (var logging = SourceApplication.class.getResourceAsStream("/" + LOGGING)) {
            if (logging != null) {
                entries.put(LOGGING, logging.readAllBytes());
            }
        }
        var jars = new ArrayList<Path>();
        var own = folder.resolve("operator.jar");
        JarFile.write(entries, own);
        jars.add(own);
        jars.addAll(libraries(folder));
        return new Application(mains.getFirst().name(), jars);
    }

    private static List<Path> libraries(Path folder) throws IOException {
        var jars = new ArrayList<Path>();
        for (var word : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var entry = Path.of(word);
            if (Files.isDirectory(entry)) { // esc runs on the modules' class folders, in tests
                var module = moduleName(entry);
                var jar = folder.resolve("escapement-" + module + ".jar");
                if (!module.isEmpty() && !isEscOnly(jar)) {
                    JarFile.ofFolder(entry, jar);
                    jars.add(jar);
                }
            } else if (Files.isRegularFile(entry) && !isEscOnly(entry) && isLibrary(entry)) {
                jars.add(entry);
            }
        }
        jars.sort(java.util.Comparator.comparing(Path::getFileName));
        return jars;
    }

    /** The folder of a module's {@code target/classes}; empty if it is another one. */
    private static String moduleName(Path classes) {
        var target = classes.toAbsolutePath().normalize().getParent();
        return classes.endsWith("classes") && target != null && target.getParent() != null
                ? String.valueOf(target.getParent().getFileName())
                : "";
    }

    private static boolean isEscOnly(Path jar) {
        return String.valueOf(jar.getFileName()).matches(ESC_ONLY);
    }

    /** The tests' libraries are on the class path of tests only. */
    private static boolean isLibrary(Path jar) {
        var name = String.valueOf(jar.getFileName());
        return !name.matches("(junit|assertj|surefire|opentest4j|apiguardian|byte-buddy|maven).*");
    }
}
