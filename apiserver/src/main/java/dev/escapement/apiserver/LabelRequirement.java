package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One term of a label selector. */
record LabelRequirement(String key, Operator operator, List<String> values) {

    /** No object meets it. */
    static final LabelRequirement NEVER = new LabelRequirement("", Operator.IN, List.of());

    enum Operator {
        EQUALS,
        NOT_EQUALS,
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER_THAN,
        LESS_THAN
    }

    static LabelRequirement of(String key, Operator operator, List<String> values) throws ApiException {
        var causes = new ArrayList<Cause>();
        List<String> keyComplaints = NameRules.qualified(key);
        if (!keyComplaints.isEmpty()) {
            causes.add(Cause.invalid("key", key, String.join("; ", keyComplaints)));
        }
        if (operator == Operator.GREATER_THAN || operator == Operator.LESS_THAN) {
            requireIntegers(values, causes);
        }
        if (values.isEmpty() && (operator == Operator.IN || operator == Operator.NOT_IN)) {
            causes.add(new Cause(
                    "", "values", "Invalid value: []: for 'in', 'notin' operators, values set can't be empty"));
        }
        for (int i = 0; i < values.size(); i++) {
            List<String> complaints = NameRules.labelValue(values.get(i));
            if (!complaints.isEmpty()) {
                causes.add(
                        Cause.invalid("values[" + i + "][" + key + "]", values.get(i), String.join("; ", complaints)));
            }
        }
        if (!causes.isEmpty()) {
            String joined = String.join(", ", causes.stream().map(Cause::text).toList());
            throw ApiException.badRequest(
                    "unable to parse requirement: " + (causes.size() == 1 ? joined : "[" + joined + "]"));
        }
        return new LabelRequirement(key, operator, List.copyOf(values));
    }

    private static void requireIntegers(List<String> values, List<Cause> causes) {
        for (int i = 0; i < values.size(); i++) {
            if (integer(values.get(i)) == null) {
                causes.add(Cause.invalid(
                        "values[" + i + "]", values.get(i), "for 'Gt', 'Lt' operators, the value must be an integer"));
            }
        }
    }

    boolean matches(@Nullable JsonNode labels) {
        JsonNode label = labels == null ? null : labels.get(key);
        String value = label == null ? null : label.asText();
        return switch (operator) {
            case EQUALS, IN -> value != null && values.contains(value);
            case NOT_EQUALS, NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER_THAN -> value != null && compare(value) > 0;
            case LESS_THAN -> value != null && compare(value) < 0;
        };
    }

    private int compare(String value) {
        Long label = integer(value);
        Long limit = integer(values.getFirst());
        return label == null || limit == null ? 0 : label.compareTo(limit);
    }

    private static @Nullable Long integer(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notAnInteger) {
            return null;
        }
    }
}
