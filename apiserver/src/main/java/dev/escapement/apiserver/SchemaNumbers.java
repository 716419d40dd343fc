package dev.escapement.apiserver;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;

/** Ranges of numbers. Integers are compared with the integer part of a bound, as the real validator does. */
final class SchemaNumbers {
    private SchemaNumbers() {}

    static void check(JsonNode value, SchemaNode schema, String path, List<Cause> causes) {
        JsonNode rules = schema.rules();
        String format = SchemaFormats.of(schema);
        boolean integer = schema.types().equals(List.of("integer"));
        if (integer && !fits(value, format)) {
            String named = format.isEmpty() ? "integer (default format)" : "integer with format " + format;
            causes.add(Cause.invalid("<nil>", "", "Checked value must be of type " + named + " in " + path));
        }
        if (rules.path("multipleOf").isNumber()) {
            checkMultiple(value, rules.get("multipleOf"), path, causes);
        }
        // In this order: the real validator merges the minimum first.
        JsonNode minimum = rules.path("minimum");
        if (minimum.isNumber()) {
            boolean exclusive = rules.path("exclusiveMinimum").asBoolean();
            int order = compare(value, minimum);
            if (order < 0 || (exclusive && order == 0)) {
                String text = exclusive ? "greater than " : "greater than or equal to ";
                causes.add(outside(value, path, text, minimum));
            }
        }
        JsonNode maximum = rules.path("maximum");
        if (maximum.isNumber()) {
            boolean exclusive = rules.path("exclusiveMaximum").asBoolean();
            int order = compare(value, maximum);
            if (order > 0 || (exclusive && order == 0)) {
                String text = exclusive ? "less than " : "less than or equal to ";
                causes.add(outside(value, path, text, maximum));
            }
        }
    }

    private static Cause outside(JsonNode value, String path, String text, JsonNode bound) {
        JsonNode shown = value.isIntegralNumber() ? LongNode.valueOf(bound.asLong()) : bound;
        return Cause.invalid(path, value, path + " in body should be " + text + GoText.number(shown));
    }

    private static int compare(JsonNode value, JsonNode bound) {
        return value.isIntegralNumber()
                ? Long.compare(value.asLong(), bound.asLong())
                : Double.compare(value.asDouble(), bound.asDouble());
    }

    private static boolean fits(JsonNode value, String format) {
        double number = value.asDouble();
        if (!value.isIntegralNumber() && number != Math.rint(number)) {
            return false;
        }
        return format.equals("int32") ? number == (int) number : value.canConvertToLong();
    }

    private static void checkMultiple(JsonNode value, JsonNode factor, String path, List<Cause> causes) {
        if (value.isIntegralNumber()) {
            long whole = factor.asLong();
            if (whole <= 0) {
                causes.add(Cause.invalid(
                        path,
                        LongNode.valueOf(whole),
                        "factor MultipleOf declared for " + path + " must be positive: " + whole));
            } else if (value.asLong() % whole != 0) {
                causes.add(notMultiple(value, LongNode.valueOf(whole), path));
            }
        } else if (!isWhole(value.asDouble() / factor.asDouble())) {
            causes.add(notMultiple(value, factor, path));
        }
    }

    private static Cause notMultiple(JsonNode value, JsonNode factor, String path) {
        return Cause.invalid(path, value, path + " in body should be a multiple of " + GoText.number(factor));
    }

    /** Within what a JSON number can be exact about (2^53), and a billionth. */
    private static boolean isWhole(double number) {
        if (Double.isNaN(number) || Math.abs(number) > 9007199254740991.0) {
            return false;
        }
        double whole = number < 0 ? Math.ceil(number) : Math.floor(number);
        double difference = Math.abs(number - whole);
        return number == whole || (whole != 0 && difference / (Math.abs(number) + Math.abs(whole)) < 1e-9);
    }
}
