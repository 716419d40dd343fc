package dev.escapement.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The files of the console's page, all of which are known by name: there is no way from an address to any other. */
final class Files {
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final List<String> SCRIPTS = List.of("app.js");

    /**
     * One of them.
     *
     * @param type as {@code Content-Type} says it
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody changes it, nor compares it
    record File(String type, byte[] bytes) {}

    private final Map<String, File> files = new HashMap<>();

    Files() {
        add("/", "index.html", "text/html; charset=utf-8");
        add("/console.css", "console.css", "text/css; charset=utf-8");
        add("/icon.svg", "icon.svg", "image/svg+xml");
        SCRIPTS.forEach(script -> add("/" + script, script, JAVASCRIPT));
    }

    private void add(String path, String name, String type) {
        try (var in = Files.class.getResourceAsStream("web/" + name)) {
            if (in == null) {
                throw new IllegalStateException("web/" + name + " is missing in the jar of the console");
            }
            files.put(path, new File(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file at a path; null if there is none. */
    @Nullable
    File at(String path) {
        return files.get(path);
    }
}
