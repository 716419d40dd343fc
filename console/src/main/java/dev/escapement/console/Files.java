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
    private static final List<String> SCRIPTS = List.of(
            "app.js",
            "live.js",
            "parts.js",
            "words.js",
            "actions.js",
            "overview.js",
            "controllers.js",
            "objects.js",
            "object.js",
            "letters.js",
            "tasks.js",
            "gate.js",
            "process.js",
            "vendor/preact.mjs",
            "vendor/hooks.mjs",
            "vendor/htm.mjs");

    /** One of them. */
    static final class File {
        /** As {@code Content-Type} says it. */
        final String type;

        private final byte[] bytes;

        private File(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        /** What is in it; not to be changed. */
        byte[] bytes() {
            return bytes;
        }
    }

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
