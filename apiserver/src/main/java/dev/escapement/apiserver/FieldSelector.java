package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** All of some requirements on single fields, e.g. {@code status.phase!=Running}. */
final class FieldSelector {
    private record Term(String field, boolean equal, String value) {}

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    static FieldSelector everything() {
        return new FieldSelector(List.of());
    }

    static FieldSelector parse(String text) throws ApiException {
        var terms = new ArrayList<Term>();
        for (String part : split(text).stream().sorted().toList()) {
            if (!part.isEmpty()) {
                terms.add(term(part, text));
            }
        }
        return new FieldSelector(terms);
    }

    /** The fields asked for, so that the caller can refuse those that a kind does not select by. */
    Set<String> fields() {
        var fields = new LinkedHashSet<String>();
        terms.forEach(term -> fields.add(term.field()));
        return fields;
    }

    boolean isEmpty() {
        return terms.isEmpty();
    }

    boolean matches(ObjectNode object) {
        return terms.stream()
                .allMatch(term -> term.equal() == valueOf(object, term.field()).equals(term.value()));
    }

    /** An absent field is an empty text here, as in the real server. */
    private static String valueOf(ObjectNode object, String field) {
        JsonNode at = object;
        for (String step : field.split("\\.", -1)) {
            at = at.path(step);
        }
        return at.isValueNode() && !at.isNull() ? at.asText() : "";
    }

    /** At commas, but not at escaped ones; the escapes stay for {@link #unescape}. */
    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ',') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Term term(String part, String selector) throws ApiException {
        for (int i = 0; i < part.length(); i++) {
            for (String operator : List.of("!=", "==", "=")) {
                if (part.startsWith(operator, i)) {
                    String value = unescape(part.substring(i + operator.length()));
                    return new Term(part.substring(0, i), !operator.equals("!="), value);
                }
            }
        }
        throw ApiException.badRequest("invalid selector: '" + selector + "'; can't understand '" + part + "'");
    }

    private static String unescape(String value) throws ApiException {
        var out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
                    throw ApiException.badRequest("invalid field selector: invalid escape sequence: \\"
                            + (i == value.length() ? "" : value.charAt(i)));
                }
                out.append(value.charAt(i));
            } else if (c == '=' || c == ',') {
                throw ApiException.badRequest("invalid field selector: unescaped character in value: " + (int) c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
