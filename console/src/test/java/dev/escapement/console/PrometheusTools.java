package dev.escapement.console;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** Prometheus' own programs, as deploy/install-tools has them. CI fails without them; elsewhere tests that need them are left out. */
final class PrometheusTools {
    private PrometheusTools() {}

    /** Where a program is. */
    static Path find(String name) {
        var found = folders()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseGet(() -> missing(name));
    }

    private static Stream<Path> folders() {
        var path =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)).map(Path::of);
        var cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
        return Stream.concat(path, Stream.of(cache.resolve("escapement/prometheus/usr/bin")));
    }

    private static Path missing(String name) {
        var message = name + " is not here: run deploy/install-tools";
        if ("true".equals(System.getenv("CI"))) {
            return fail(message);
        }
        return abort(message);
    }

    /** What promtool said, and whether it was content. */
    record Said(int status, String text) {}

    /** Runs promtool to its end. */
    static Said promtool(String input, String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of(find("promtool").toString()), Stream.of(arguments))
                .toList();
        return run(command, input);
    }

    private static Said run(List<String> command, String input) throws IOException, InterruptedException {
        var text = Files.createTempFile("promtool", ".in");
        try {
            Files.writeString(text, input);
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(text.toFile())
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Said(process.waitFor(), said);
        } finally {
            Files.delete(text);
        }
    }
}
