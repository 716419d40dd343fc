package dev.escapement.simulation;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.tools.ToolProvider;

/** Loads all of this project's classes anew, those of mutated sources among them; what belongs to others is shared. */
final class MutantLoader extends URLClassLoader {
    private static final String OURS = "dev.escapement.";
    private static final Path FOLDER = Path.of("target", "mutations");

    private final ReentrantLock lock = new ReentrantLock();

    private MutantLoader(URL[] classes) {
        super("mutant", classes, MutantLoader.class.getClassLoader());
    }

    /** The classes as they are, for comparison. */
    static MutantLoader ofNothing() throws IOException {
        return new MutantLoader(urls(List.of()));
    }

    /** Compiles a mutation, and the classes with it. */
    static MutantLoader of(Mutation mutation) throws IOException {
        var sources = FOLDER.resolve(mutation.folder()).resolve("src");
        var classes = FOLDER.resolve(mutation.folder()).resolve("classes");
        Files.createDirectories(sources);
        Files.createDirectories(classes);
        var source = sources.resolve(mutation.path().getFileName());
        Files.writeString(source, mutation.source());
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-classpath",
                        classPath(),
                        "-d",
                        classes.toString(),
                        source.toString());
        if (status != 0) {
            throw new IllegalStateException("\"" + mutation.name() + "\" does not compile, see above");
        }
        return new MutantLoader(urls(List.of(classes)));
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static URL[] urls(List<Path> first) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (var path : first) {
            urls.add(path.toUri().toURL());
        }
        for (var entry : classPath().split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        lock.lock();
        try {
            var loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        } finally {
            lock.unlock();
        }
    }
}
