package dev.escapement.apiserver;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** Values as Go prints them, since clients and tests compare kube-apiserver's messages letter by letter. */
final class GoText {
    private GoText() {}

    /** As {@code %q}. */
    static String quote(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case 7 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 11 -> out.append("\\v");
                default -> quoteOther(c, out);
            }
        });
        return out.append('"').toString();
    }

    private static void quoteOther(int c, StringBuilder out) {
        if (c < 0x20 || c == 0x7f) {
            out.append("\\x%02x".formatted(c));
        } else if (Character.isISOControl(c) || !Character.isDefined(c) || (Character.isSpaceChar(c) && c != ' ')) {
            out.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
        } else {
            out.appendCodePoint(c);
        }
    }

    /** As {@code %q} of a list. */
    static String quoted(List<String> texts) {
        return texts.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
    }

    /** As a field error prints the bad value: strings quoted, everything else as JSON. */
    static String value(JsonNode value) {
        return value.isTextual() ? quote(value.textValue()) : json(value);
    }

    /** As {@code json.Marshal} of an unstructured value: keys sorted, {@code <}, {@code >} and {@code &} escaped. */
    static String json(JsonNode value) {
        if (value.isObject()) {
            var sorted = new TreeMap<String, JsonNode>();
            for (Map.Entry<String, JsonNode> property : value.properties()) {
                sorted.put(property.getKey(), property.getValue());
            }
            return sorted.entrySet().stream()
                    .map(property -> jsonString(property.getKey()) + ":" + json(property.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value.isArray()) {
            return value.valueStream().map(GoText::json).collect(Collectors.joining(",", "[", "]"));
        }
        if (value.isTextual()) {
            return jsonString(value.textValue());
        }
        return value.isNumber() ? number(value) : value.toString();
    }

    /** As {@code %v} of an int64 or a float64. */
    static String number(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.asText();
        }
        double number = value.doubleValue();
        double size = Math.abs(number);
        if (size != 0 && (size < 1e-4 || size >= 1e21)) {
            BigDecimal digits = BigDecimal.valueOf(number).stripTrailingZeros();
            int exponent = digits.precision() - digits.scale() - 1;
            String mantissa = digits.scaleByPowerOfTen(-exponent).toPlainString();
            return mantissa + "e" + (exponent < 0 ? "-" : "+") + "%02d".formatted(Math.abs(exponent));
        }
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** As {@code %v} of an unstructured value: {@code [a b]}, {@code map[a:b]}. */
    static String printed(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(property -> property.getKey() + ":" + printed(property.getValue()))
                    .collect(Collectors.joining(" ", "map[", "]"));
        }
        if (value.isArray()) {
            return value.valueStream().map(GoText::printed).collect(Collectors.joining(" ", "[", "]"));
        }
        return value.isNumber() ? number(value) : value.isNull() ? "<nil>" : value.asText();
    }

    private static String jsonString(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '<', '>', '&', 0x2028, 0x2029 -> out.append("\\u%04x".formatted(c));
                default -> {
                    if (c < 0x20) {
                        out.append("\\u%04x".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
