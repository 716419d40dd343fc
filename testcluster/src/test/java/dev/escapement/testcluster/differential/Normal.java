package dev.escapement.testcluster.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** Makes answers of two servers alike in what has to differ: ids, versions, times, addresses, the order of Go's maps. */
final class Normal {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?=Z|\\.)");
    /** A refusal that quotes all of the object, in the order of the fields of Go's types. */
    private static final Pattern QUOTED_OBJECT = Pattern.compile("(?<=Invalid value: )\"\\{(?:[^\"\\\\]++|\\\\.)*+\"");

    /** Go's own names of the types of fields, which say nothing to users. */
    private static final Pattern GO_TYPE = Pattern.compile("(?<=of type )[a-zA-Z0-9_.*\\[\\]]+");

    private static final Pattern MISSING_KIND = Pattern.compile("(?<=Object 'Kind' is missing in )'.*?'(?= \\(|$)");
    /** How a body is refused that is no JSON. */
    private static final Pattern SYNTAX = Pattern.compile(
            "(?<=json parse error: |error decoding patch: |error decoding YAML: )(?!json: ).*", Pattern.DOTALL);
    /** Of what is wrong with an applied configuration the real server tells some, in the order of a Go map. */
    private static final Pattern ERRORS =
            Pattern.compile("(?<=failed to create typed patch object \\()[^)]*\\): .*", Pattern.DOTALL);

    private static final Pattern STRICT = Pattern.compile("(?<=strict decoding error: ).*");
    private static final Pattern STORAGE_KEY = Pattern.compile("(?<=, Key: )/registry/[^,]*");
    private static final Pattern AGE = Pattern.compile("(\\d+[smhd])+|<unknown>");
    private static final List<Pattern> VERSIONS = List.of(
            Pattern.compile("(?<=esourceVersion in (?:the precondition|record) \\()\\d+"),
            Pattern.compile("(?<=current: )\\d+"),
            Pattern.compile("(?<=too old resource version: )\\d+ \\(\\d+\\)"));
    private static final List<String> ADDRESSES = List.of("clusterIP", "nodePort", "healthCheckNodePort");

    /** What stands for an id or a version, by the order in which they show up. */
    private final Map<String, String> symbols = new HashMap<>();

    private final Set<String> ignored;

    /** @param ignored names of fields that are not compared */
    Normal(Set<String> ignored) {
        this.ignored = ignored;
    }

    static @Nullable JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    String answer(Server.Answer answer) {
        var text = new StringBuilder().append(answer.status()).append('\n');
        for (var header : List.of("Content-Type", "Warning", "Retry-After", "Allow", "Accept-Patch")) {
            var values = answer.headers().allValues(header);
            if (!values.isEmpty()) {
                // Unknown and duplicate fields are told of in the order in which Go decodes.
                var parts = String.join(", ", values).split(", (?=299 - )");
                java.util.Arrays.sort(parts);
                text.append(header + ": " + String.join(", ", parts)).append('\n');
            }
        }
        var tree = parse(answer.body());
        return text.append(tree == null || tree.isMissingNode() ? words(answer.body()) : pretty(tree))
                .toString();
    }

    /** The frames of a watch, without the bookmarks that come from time to time; the one after the initial objects at the end. */
    String frames(List<String> frames) {
        var text = new StringBuilder();
        for (var frame : frames) {
            var tree = parse(frame);
            if (tree == null) {
                text.append(frame).append('\n');
            } else if (!tree.path("type").asText().equals("BOOKMARK")) {
                text.append(pretty(tree)).append('\n');
            }
        }
        if (frames.stream().anyMatch(frame -> frame.contains(Session.INITIAL_END))) {
            text.append("a bookmark told where the initial objects end\n");
        }
        return text.toString();
    }

    private String pretty(JsonNode tree) {
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(JSON.treeToValue(value(tree, "", null), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode value(JsonNode node, String field, @Nullable JsonNode parent) {
        return switch (node) {
            case ObjectNode object -> object(object);
            case ArrayNode array -> array(array, field, parent);
            case TextNode text -> TextNode.valueOf(text(text.asText(), field));
            default -> ADDRESSES.contains(field) ? TextNode.valueOf("(" + field + ")") : node;
        };
    }

    private ObjectNode object(ObjectNode object) {
        if (object.path("kind").asText().equals("Status")) {
            sortCauses(object);
        }
        boolean list =
                object.has("items") || object.has("rows") && object.path("rows").size() != 1;
        if (list && object.path("metadata") instanceof ObjectNode metadata && metadata.has("resourceVersion")) {
            metadata.put(
                    "resourceVersion", metadata.path("resourceVersion").asText().isEmpty() ? "" : "(list)");
        }
        var generate = object.path("generateName").asText();
        var name = object.path("name").asText();
        if (!generate.isEmpty() && name.startsWith(generate) && name.length() == generate.length() + 5) {
            symbols.putIfAbsent(name, generate + "(generated)");
        }
        var copy = object.objectNode();
        for (var column : object.path("columnDefinitions")) {
            ((ObjectNode) column).remove("description"); // those of built-in kinds are the pages of a book
        }
        // In one order, so that ids are met in the same order on both servers.
        object.properties().stream()
                .filter(each -> !ignored.contains(each.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> copy.set(key(copy, each.getKey()), value(each.getValue(), each.getKey(), object)));
        return copy;
    }

    /** The keys of managedFields have ids in them. */
    private static String key(ObjectNode copy, String key) {
        var plain = UUID.matcher(key).replaceAll("(uid)");
        while (!plain.equals(key) && copy.has(plain)) {
            plain += "'";
        }
        return plain;
    }

    private ArrayNode array(ArrayNode array, String field, @Nullable JsonNode parent) {
        var items = new ArrayList<JsonNode>();
        array.forEach(each -> items.add(value(each, field.equals("clusterIPs") ? "clusterIP" : field, parent)));
        if (field.equals("managedFields")) {
            // Their order is that of times, which pass at each server's own pace.
            items.sort(Comparator.comparing(JsonNode::toString));
        }
        return array.arrayNode().addAll(items);
    }

    private String text(String text, String field) {
        return switch (field) {
            case "resourceVersion" ->
                text.startsWith("(") || !text.matches("[1-9]\\d*") ? text : symbol("version", text);
            case "continue" -> text.isEmpty() ? "" : "(continue)";
            case "clusterIP" -> text.equals("None") || text.isEmpty() ? text : "(clusterIP)";
            case "cells" -> AGE.matcher(text).matches() ? "(age)" : words(text);
            default -> words(text);
        };
    }

    /** Text with ids and times in it. */
    private String words(String text) {
        if (symbols.containsKey(text)) {
            return symbols.getOrDefault(text, text);
        }
        var plain = STRICT.matcher(QUOTED_OBJECT.matcher(text).replaceAll("(object)"))
                .replaceAll(found -> sorted(found.group(), ", "));
        plain = SYNTAX.matcher(plain).replaceAll("(syntax)");
        plain = ERRORS.matcher(plain).replaceAll("(errors)");
        plain = MISSING_KIND.matcher(plain).replaceAll("(object)");
        plain = STORAGE_KEY.matcher(plain).replaceAll("(key)");
        plain = GO_TYPE.matcher(plain).replaceAll("(type)");
        plain = UUID.matcher(plain).replaceAll(id -> symbol("uid", id.group()));
        plain = TIME.matcher(plain).replaceAll("(time)");
        for (var version : VERSIONS) {
            plain = version.matcher(plain).replaceAll("(version)");
        }
        return plain;
    }

    private static String sorted(String problems, String between) {
        var parts = problems.split(between);
        java.util.Arrays.sort(parts);
        return java.util.regex.Matcher.quoteReplacement(String.join(between, parts));
    }

    private String symbol(String sort, String value) {
        return symbols.computeIfAbsent(value, _ -> "(" + sort + "-" + symbols.size() + ")");
    }

    /** The causes of a refusal, and with them its message, come in the order of a Go map. */
    private static void sortCauses(ObjectNode status) {
        if (!(status.path("details").path("causes") instanceof ArrayNode causes) || causes.isEmpty()) {
            return;
        }
        var sorted = new TreeMap<String, JsonNode>();
        causes.forEach(cause -> sorted.put(cause.toString(), cause));
        causes.removeAll();
        sorted.values().forEach(causes::add);
        var message = QUOTED_OBJECT.matcher(status.path("message").asText()).replaceAll("(object)");
        var parts = message.split("(\\[|], |, |]$)");
        java.util.Arrays.sort(parts);
        status.put("message", String.join(" | ", parts));
    }
}
