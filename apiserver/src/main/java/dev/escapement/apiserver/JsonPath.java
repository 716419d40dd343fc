package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** The part of kubectl's JSONPath that printer columns use: fields, indexes, {@code [*]} and {@code [?(@.a=="b")]}. */
record JsonPath(List<Step> steps) {
    private static final Pattern STEP = Pattern.compile(
            "\\.((?:[^.\\[\\\\]|\\\\.)+)|\\[(\\d+)]|\\[(\\*)]|\\['([^']*)']|\\[\\?\\(@\\.([^=\\s]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)]");

    /** One step from a value to others. */
    interface Step {
        Stream<JsonNode> from(JsonNode node);
    }

    static JsonPath parse(String path) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        while (matcher.find()) {
            steps.add(step(matcher));
        }
        return new JsonPath(List.copyOf(steps));
    }

    private static Step step(Matcher matcher) {
        String field = matcher.group(1) != null ? matcher.group(1).replace("\\.", ".") : matcher.group(4);
        if (field != null) {
            return node -> Stream.of(node.path(field));
        }
        if (matcher.group(2) != null) {
            int index = Integer.parseInt(matcher.group(2));
            return node -> Stream.of(node.path(index));
        }
        if (matcher.group(3) != null) {
            return JsonNode::valueStream;
        }
        JsonPath inner = parse("." + matcher.group(5));
        String wanted = matcher.group(6);
        return node -> node.valueStream()
                .filter(element -> inner.find(element).stream()
                        .anyMatch(value -> value.asText().equals(wanted)));
    }

    /** The values at this path; none when it leads nowhere. */
    List<JsonNode> find(JsonNode object) {
        Stream<JsonNode> found = Stream.of(object);
        for (Step step : steps) {
            found = found.flatMap(step::from);
        }
        return found.filter(node -> !node.isMissingNode() && !node.isNull()).toList();
    }
}
