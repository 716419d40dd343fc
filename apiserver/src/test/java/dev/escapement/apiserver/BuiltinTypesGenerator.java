package dev.escapement.apiserver;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Writes builtin-types.txt from a real API server's OpenAPI documents. Run it for a new Kubernetes version, with the URL
 * of a {@code kubectl proxy} and the file to write as arguments.
 */
final class BuiltinTypesGenerator {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> ANYTHING = Set.of("JSON", "RawExtension");

    private final Map<String, String> types = new TreeMap<>();

    private BuiltinTypesGenerator() {}

    public static void main(String[] args) throws IOException {
        var generator = new BuiltinTypesGenerator();
        for (var path : read(args[0] + "/openapi/v3").path("paths").properties()) {
            if (path.getKey().matches("api/v1|apis/.+/v\\d+")) {
                generator.add(
                        read(args[0] + path.getValue().path("serverRelativeURL").textValue()));
            }
        }
        Files.write(Path.of(args[1]), generator.lines());
    }

    private static JsonNode read(String url) throws IOException {
        try (var body = URI.create(url).toURL().openStream()) {
            return MAPPER.readTree(body);
        }
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(
                "# The types of the built-in kinds, as far as merging and pruning need them. Generated; see BuiltinTypes.");
        types.forEach((name, body) -> lines.add(name + body));
        return lines;
    }

    private void add(JsonNode document) {
        for (var schema : document.path("components").path("schemas").properties()) {
            String name = shortName(schema.getKey());
            JsonNode type = schema.getValue();
            if (name.endsWith("List") && type.path("properties").has("items")) {
                continue;
            }
            var body = new StringBuilder();
            for (JsonNode kind : type.path("x-kubernetes-group-version-kind")) {
                if (type.path("x-kubernetes-group-version-kind").size() == 1) {
                    body.append(" @")
                            .append(kind.path("group").textValue())
                            .append('/')
                            .append(kind.path("kind").textValue());
                }
            }
            if (type.path("properties").isEmpty()) {
                body.append(" = ").append(ANYTHING.contains(simple(name)) ? "*" : expression(type));
            } else {
                body.append(isAtomic(type) ? " !" : "");
                for (var property : type.path("properties").properties()) {
                    boolean required = type.path("required")
                            .valueStream()
                            .anyMatch(field -> field.asText().equals(property.getKey()));
                    body.append(' ').append(property.getKey()).append(required ? "!" : "");
                    body.append(':').append(property(property.getValue()));
                }
            }
            types.put(name, body.toString());
        }
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private String property(JsonNode schema) {
        String merge = "";
        String strategy = schema.path("x-kubernetes-patch-strategy").asText();
        if (strategy.contains("merge")) {
            merge = "+merge(" + schema.path("x-kubernetes-patch-merge-key").asText() + ")";
        }
        if (strategy.contains("retainKeys")) {
            merge += "+retainKeys";
        }
        String fallback =
                schema.has("default") ? "=" + schema.get("default").toString().replace(" ", "\\u0020") : "";
        return expression(schema) + merge + fallback;
    }

    private String expression(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        if (schema.path("allOf").size() == 1) {
            reference = schema.path("allOf").get(0).path("$ref").asText();
        }
        String atomic = isAtomic(schema) ? "!" : "";
        if (!reference.isEmpty()) {
            return atomic + shortName(reference.substring(reference.lastIndexOf('/') + 1));
        }
        return switch (schema.path("type").asText()) {
            case "string" ->
                switch (schema.path("format").asText()) {
                    case "byte" -> "y";
                    case "date-time" -> "t";
                    default -> "s";
                };
            case "integer" -> schema.path("format").asText().equals("int32") ? "i" : "l";
            case "number" -> "n";
            case "boolean" -> "b";
            case "array" -> list(schema);
            case "object" ->
                schema.path("additionalProperties").isObject()
                        ? atomic + "{" + expression(schema.path("additionalProperties")) + "}"
                        : "?";
            default -> schema.has("oneOf") || schema.path("format").asText().equals("int-or-string") ? "x" : "*";
        };
    }

    private String list(JsonNode schema) {
        String items = expression(schema.path("items"));
        return switch (schema.path("x-kubernetes-list-type").asText()) {
            case "set" -> "[=|" + items + "]";
            case "map" ->
                "["
                        + String.join(
                                ",",
                                schema.path("x-kubernetes-list-map-keys")
                                        .valueStream()
                                        .map(JsonNode::asText)
                                        .toList())
                        + "|" + items + "]";
            default -> "[" + items + "]";
        };
    }

    private static boolean isAtomic(JsonNode schema) {
        return schema.path("x-kubernetes-map-type").asText().equals("atomic");
    }

    private static String shortName(String name) {
        return name.replace("io.k8s.apimachinery.pkg.apis.", "")
                .replace("io.k8s.apimachinery.pkg.", "")
                .replaceAll("^io\\.k8s\\.api\\.", "")
                .replaceAll("^io\\.k8s\\.(apiextensions-apiserver|kube-aggregator)\\.pkg\\.apis\\.", "");
    }
}
