package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** All of some requirements on labels. */
final class LabelSelector {
    private static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private final List<LabelRequirement> requirements;

    LabelSelector(List<LabelRequirement> requirements) {
        this.requirements = List.copyOf(requirements);
    }

    /** The selector that matches every object. */
    static LabelSelector everything() {
        return EVERYTHING;
    }

    /** Reads the form of the {@code labelSelector} parameter. */
    static LabelSelector parse(String text) throws ApiException {
        return text.isEmpty() ? EVERYTHING : new LabelSelectorParser(text).parse();
    }

    /** Reads a metav1.LabelSelector; an absent one selects nothing, an empty one everything. */
    static LabelSelector from(@Nullable JsonNode selector) throws ApiException {
        if (selector == null || selector.isMissingNode() || selector.isNull()) {
            return new LabelSelector(List.of(LabelRequirement.NEVER));
        }
        var requirements = new ArrayList<LabelRequirement>();
        for (var label : selector.path("matchLabels").properties()) {
            requirements.add(LabelRequirement.of(
                    label.getKey(),
                    LabelRequirement.Operator.EQUALS,
                    List.of(label.getValue().asText())));
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            List<String> values = expression
                    .path("values")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            requirements.add(LabelRequirement.of(Json.text(expression, "key"), operator(expression), values));
        }
        requirements.sort(Comparator.comparing(LabelRequirement::key));
        return new LabelSelector(requirements);
    }

    private static LabelRequirement.Operator operator(JsonNode expression) throws ApiException {
        String name = Json.text(expression, "operator");
        return switch (name) {
            case "In" -> LabelRequirement.Operator.IN;
            case "NotIn" -> LabelRequirement.Operator.NOT_IN;
            case "Exists" -> LabelRequirement.Operator.EXISTS;
            case "DoesNotExist" -> LabelRequirement.Operator.DOES_NOT_EXIST;
            default -> throw ApiException.badRequest(GoText.quote(name) + " is not a valid label selector operator");
        };
    }

    boolean isEmpty() {
        return requirements.isEmpty();
    }

    boolean matches(@Nullable JsonNode labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }
}
