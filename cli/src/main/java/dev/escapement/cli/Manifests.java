package dev.escapement.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.Crds;
import dev.escapement.client.Json;
import dev.escapement.console.Console;

/**
 * What a cluster has to be told to run an operator's image.
 *
 * @param declared what the operator says of itself
 * @param image the image's name
 * @param namespace where it is to run
 * @param isNamed whether somebody has named that namespace, who then has it or makes it
 * @param monitored whether a Prometheus operator is to find it
 * @param console whether it serves its console
 */
record Manifests(
        Declared declared, String image, String namespace, boolean isNamed, boolean monitored, boolean console) {
    /** How long a process may take to end beyond the grace time of its runs. */
    private static final long LAST_WORDS_SECONDS = 10;

    private static final String FOLDER = "package/";

    /** Writes them into a folder, with a kustomization that names them. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        var resources = new ArrayList<String>();
        if (!isNamed) {
            template(folder, resources, "namespace.yaml");
        }
        file(folder, resources, "crds.yaml", definitions());
        template(folder, resources, "serviceaccount.yaml");
        file(
                folder,
                resources,
                "rbac.yaml",
                new Rbac(name(), namespace, declared.declaration().permissions()).yaml());
        if (console) {
            template(folder, resources, "console.yaml");
        }
        template(folder, resources, "deployment.yaml");
        template(folder, resources, "service.yaml");
        template(folder, resources, "poddisruptionbudget.yaml");
        if (monitored) {
            template(folder, resources, "servicemonitor.yaml");
        }
        var kustomization =
                new StringBuilder("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n");
        resources.forEach(
                resource -> kustomization.append("  - ").append(resource).append('\n'));
        Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
    }

    private String name() {
        return declared.declaration().operator();
    }

    private String definitions() {
        var all = new ArrayList<JsonNode>(declared.definitions());
        all.add(new Json().tree(Crds.deadLetters()));
        var yaml = new StringBuilder();
        all.forEach(definition ->
                yaml.append(OutputOptions.machine(true, definition)).append('\n'));
        return yaml.toString();
    }

    private void template(Path folder, List<String> resources, String name) throws IOException {
        file(folder, resources, name, Template.fill(FOLDER + name, values()));
    }

    private static void file(Path folder, List<String> resources, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        resources.add(name);
    }

    /** A line for the console's port, if there is to be one. */
    private String port(String line) {
        return console ? "\n" + line : "";
    }

    private Map<String, String> values() {
        var declaration = declared.declaration();
        var arguments = new ArrayList<>(List.of("--health=0.0.0.0:8080"));
        if (console) {
            arguments.add("--console=0.0.0.0:" + Console.PORT);
        }
        if (!declaration.namespace().isEmpty()) {
            arguments.addAll(List.of("--namespace", declaration.namespace()));
        }
        var values = new HashMap<>(replicas(declaration.standby()));
        values.putAll(Map.of(
                "name",
                declaration.operator(),
                "namespace",
                namespace,
                "image",
                image,
                "startup",
                "/startupz",
                "containerport",
                port("            - {name: console, containerPort: " + Console.PORT + "}"),
                "serviceport",
                port("    - {name: console, port: " + Console.PORT + ", targetPort: console}"),
                "termination",
                Long.toString(declaration.graceSeconds() + LAST_WORDS_SECONDS),
                "arguments",
                String.join(
                        ", ", arguments.stream().map(word -> '"' + word + '"').toList())));
        return values;
    }

    private static Map<String, String> replicas(boolean standby) {
        return standby
                ? Map.of(
                        "replicas",
                        "2",
                        "strategy",
                        "RollingUpdate",
                        "why",
                        "Two replicas, of which one works: the other stands by with filled caches.")
                : Map.of(
                        "replicas",
                        "1",
                        "strategy",
                        "Recreate",
                        "why",
                        "One replica: two would both work on the same objects, which is why the old one ends before the new one"
                                + " starts.");
    }
}
