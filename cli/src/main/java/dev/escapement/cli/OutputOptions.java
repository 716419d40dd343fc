package dev.escapement.cli;

import java.util.List;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import dev.escapement.client.Json;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** In which form a command prints what it has found. */
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml.")
    private Format format = Format.table;

    /** What {@code -o} takes. */
    enum Format {
        table,
        json,
        yaml
    }

    boolean isTable() {
        return format == Format.table;
    }

    /** Prints a value for programs, or else lines for people. */
    void print(CommandLine line, Object value, Supplier<List<String>> lines) {
        var out = line.getOut();
        if (isTable()) {
            lines.get().forEach(out::println);
        } else {
            out.println(machine(format == Format.yaml, new Json().tree(value)));
        }
        out.flush();
    }

    static String machine(boolean yaml, JsonNode json) {
        return yaml ? new KubernetesSerialization().asYaml(json).stripTrailing() : json.toPrettyString();
    }
}
