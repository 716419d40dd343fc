package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Recursive descent over the grammar of label selectors, with the complaints of k8s.io/apimachinery/pkg/labels. */
final class LabelSelectorParser {
    private static final Set<String> OPERATORS = Set.of("=", "==", "!=", "in", "notin", ">", "<");
    private static final String END = "";

    private final List<String> tokens = new ArrayList<>();
    private int position;

    LabelSelectorParser(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int start = at;
            if (isSpace(c)) {
                at++;
                continue;
            }
            if (isSymbol(c)) {
                at = endOfSymbol(text, at);
            } else {
                while (at < text.length() && !isSpace(text.charAt(at)) && !isSymbol(text.charAt(at))) {
                    at++;
                }
            }
            tokens.add(text.substring(start, at));
        }
        tokens.add(END);
    }

    LabelSelector parse() throws ApiException {
        var requirements = new ArrayList<LabelRequirement>();
        if (!peek().equals(END)) {
            if (!startsRequirement(peek())) {
                throw wrong("found '" + peek() + "', expected: !, identifier, or 'end of string'");
            }
            while (true) {
                requirements.add(requirement());
                String separator = next();
                if (separator.equals(END)) {
                    break;
                }
                if (!separator.equals(",")) {
                    throw wrong("found '" + separator + "', expected: ',' or 'end of string'");
                }
                if (!startsRequirement(peek())) {
                    throw wrong("found '" + peek() + "', expected: identifier after ','");
                }
            }
        }
        requirements.sort(Comparator.comparing(LabelRequirement::key));
        return new LabelSelector(requirements);
    }

    private LabelRequirement requirement() throws ApiException {
        boolean negated = peek().equals("!");
        if (negated) {
            next();
        }
        String key = next();
        if (!isIdentifier(key)) {
            throw inRequirement("found '" + key + "', expected: identifier");
        }
        List<String> complaints = NameRules.qualified(key);
        if (!complaints.isEmpty()) {
            throw inRequirement("<nil>: Invalid value: " + GoText.quote(key) + ": " + String.join("; ", complaints));
        }
        if (negated) {
            return LabelRequirement.of(key, LabelRequirement.Operator.DOES_NOT_EXIST, List.of());
        }
        if (peek().equals(END) || peek().equals(",")) {
            return LabelRequirement.of(key, LabelRequirement.Operator.EXISTS, List.of());
        }
        String operator = next();
        if (!OPERATORS.contains(operator)) {
            throw inRequirement("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
        }
        return switch (operator) {
            case "in" -> LabelRequirement.of(key, LabelRequirement.Operator.IN, values());
            case "notin" -> LabelRequirement.of(key, LabelRequirement.Operator.NOT_IN, values());
            case "!=" -> LabelRequirement.of(key, LabelRequirement.Operator.NOT_EQUALS, value());
            case ">" -> LabelRequirement.of(key, LabelRequirement.Operator.GREATER_THAN, value());
            case "<" -> LabelRequirement.of(key, LabelRequirement.Operator.LESS_THAN, value());
            default -> LabelRequirement.of(key, LabelRequirement.Operator.EQUALS, value());
        };
    }

    private List<String> value() throws ApiException {
        if (peek().equals(END) || peek().equals(",")) {
            return List.of("");
        }
        String value = next();
        if (!isIdentifier(value)) {
            throw inRequirement("found '" + value + "', expected: identifier");
        }
        return List.of(value);
    }

    private List<String> values() throws ApiException {
        String open = next();
        if (!open.equals("(")) {
            throw inRequirement("found '" + open + "' expected: '('");
        }
        if (peek().equals(")")) {
            next();
            return List.of("");
        }
        if (!isIdentifier(peek()) && !peek().equals(",")) {
            throw inRequirement("found '" + peek() + "', expected: ',', ')' or identifier");
        }
        var values = new TreeSet<String>();
        boolean separated = true;
        while (true) {
            String token = next();
            if (isIdentifier(token)) {
                values.add(token);
                if (!peek().equals(",") && !peek().equals(")")) {
                    throw inRequirement("found '" + peek() + "', expected: ',' or ')'");
                }
                separated = false;
            } else if (token.equals(",")) {
                if (separated) {
                    values.add("");
                }
                separated = true;
            } else if (token.equals(")")) {
                if (separated) {
                    values.add("");
                }
                return List.copyOf(values);
            } else {
                throw inRequirement("found '" + token + "', expected: ',', or identifier");
            }
        }
    }

    private String peek() {
        return tokens.get(position);
    }

    private String next() {
        return position < tokens.size() - 1 ? tokens.get(position++) : END;
    }

    private static boolean startsRequirement(String token) {
        return isIdentifier(token) || token.equals("!");
    }

    private static boolean isIdentifier(String token) {
        return !token.equals(END) && !isSymbol(token.charAt(0));
    }

    /** The longest operator that starts here. */
    private static int endOfSymbol(String text, int start) {
        boolean two = text.startsWith("==", start) || text.startsWith("!=", start);
        return start + (two ? 2 : 1);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isSymbol(char c) {
        return "=!(),><".indexOf(c) >= 0;
    }

    private static ApiException inRequirement(String message) {
        return wrong("unable to parse requirement: " + message);
    }

    private static ApiException wrong(String message) {
        return ApiException.badRequest(message);
    }
}
