package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.Declaration;
import dev.escapement.client.Json;

/**
 * What an operator's program says of it.
 *
 * @param definitions its CustomResourceDefinitions, without that of dead letters
 */
record Declared(Declaration declaration, List<JsonNode> definitions) {
    private static final long PATIENCE_SECONDS = 120;

    /**
     * Asks a program, which runs for that without a cluster.
     *
     * @param namespace the only one that it works in; empty for all
     */
    static List<Declared> by(Application application, String namespace) throws IOException, InterruptedException {
        var file = Files.createTempFile("esc-", ".declared");
        try {
            var words = new ArrayList<>(List.of(
                    Processes.javaHome().resolve("bin").resolve("java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    application.classPath(),
                    application.mainClass(),
                    "--declare",
                    file.toString()));
            if (!namespace.isEmpty()) {
                words.addAll(List.of("--namespace", namespace));
            }
            var program = new ProcessBuilder(words);
            // If it does not pass its arguments on, it must not start to work on somebody's cluster.
            program.environment()
                    .put("KUBECONFIG", file.resolveSibling("esc-no-kubeconfig").toString());
            program.environment().remove("KUBERNETES_SERVICE_HOST");
            program.environment().remove("JAVA_TOOL_OPTIONS");
            var said = run(application, program);
            var json = new Json();
            var found = new ArrayList<Declared>();
            for (var line : Files.readAllLines(file)) {
                var tree = json.parse(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                var definitions = new ArrayList<JsonNode>();
                tree.path("definitions").forEach(definitions::add);
                found.add(new Declared(
                        json.decode(json.encode(tree.path("declaration")), Declaration.class), definitions));
            }
            if (found.isEmpty()) {
                throw silent(application, said);
            }
            return found;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String run(Application application, ProcessBuilder program) throws InterruptedException {
        try {
            return Processes.run(application.mainClass(), PATIENCE_SECONDS, program);
        } catch (Failure failure) {
            throw silent(application, failure.getMessage());
        }
    }

    private static Failure silent(Application application, String said) {
        return new Failure(
                1,
                "the program " + application.mainClass()
                        + " does not say what its operator declares. Its main method has to"
                        + " call Operator.named(...)...run(args) with its own arguments"
                        + (said.isBlank() ? "" : "; it said:" + System.lineSeparator() + said.strip()));
    }
}
