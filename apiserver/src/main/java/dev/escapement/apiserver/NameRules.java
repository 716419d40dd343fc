package dev.escapement.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The formats of names, each as a list of complaints: empty when the text is well formed. */
final class NameRules {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";

    private static final Pattern LABEL_PATTERN = Pattern.compile(LABEL);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
    private static final Pattern LABEL_1035_PATTERN = Pattern.compile(LABEL_1035);
    private static final Pattern QUALIFIED_PATTERN = Pattern.compile(QUALIFIED);
    private static final Pattern LABEL_VALUE_PATTERN = Pattern.compile("(" + QUALIFIED + ")?");
    private static final Pattern CONFIG_KEY_PATTERN = Pattern.compile(CONFIG_KEY);
    private static final Pattern PORT_NAME_CHARACTERS = Pattern.compile("[-a-z0-9]+");

    private static final String ENDS = ", and must start and end with an alphanumeric character";
    private static final String QUALIFIED_TEXT = "must consist of alphanumeric characters, '-', '_' or '.'" + ENDS;

    private NameRules() {}

    static List<String> label(String text) {
        var complaints = new ArrayList<String>();
        atMost(63, "characters", text, complaints);
        if (!matches(LABEL_PATTERN, text)) {
            complaints.add(
                    matches(SUBDOMAIN_PATTERN, text)
                            ? "must not contain dots"
                            : pattern(
                                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-'"
                                            + ENDS,
                                    LABEL,
                                    "my-name",
                                    "123-abc"));
        }
        return complaints;
    }

    static List<String> subdomain(String text) {
        return subdomain(text, "characters");
    }

    private static List<String> subdomain(String text, String unit) {
        var complaints = new ArrayList<String>();
        atMost(253, unit, text, complaints);
        if (!matches(SUBDOMAIN_PATTERN, text)) {
            complaints.add(pattern(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'"
                            + ENDS,
                    SUBDOMAIN,
                    "example.com"));
        }
        return complaints;
    }

    static List<String> label1035(String text) {
        var complaints = new ArrayList<String>();
        atMost(63, "characters", text, complaints);
        if (!matches(LABEL_1035_PATTERN, text)) {
            complaints.add(pattern(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
                            + "start with an alphabetic character, and end with an alphanumeric character",
                    LABEL_1035,
                    "my-name",
                    "abc-123"));
        }
        return complaints;
    }

    /** What RBAC objects are called: anything that fits between two slashes of a URL. */
    static List<String> pathSegment(String text) {
        if (text.equals(".") || text.equals("..")) {
            return List.of("may not be '" + text + "'");
        }
        var complaints = new ArrayList<String>();
        for (String forbidden : List.of("/", "%")) {
            if (text.contains(forbidden)) {
                complaints.add("may not contain '" + forbidden + "'");
            }
        }
        return complaints;
    }

    /** Label and annotation keys, finalizers. */
    static List<String> qualified(String text) {
        String[] parts = text.split("/", -1);
        String rule = pattern(QUALIFIED_TEXT, QUALIFIED, "MyName", "my.name", "123-abc");
        if (parts.length > 2) {
            return List.of("a valid label key " + rule
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        var complaints = new ArrayList<String>();
        if (parts.length == 2 && parts[0].isEmpty()) {
            complaints.add("prefix part must be non-empty");
        } else if (parts.length == 2) {
            subdomain(parts[0], "bytes").forEach(complaint -> complaints.add("prefix part " + complaint));
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            complaints.add("name part must be non-empty");
        } else if (bytes(name) > 63) {
            complaints.add("name part must be no more than 63 bytes");
        }
        if (!matches(QUALIFIED_PATTERN, name)) {
            complaints.add("name part " + rule);
        }
        return complaints;
    }

    static List<String> labelValue(String text) {
        var complaints = new ArrayList<String>();
        atMost(63, "bytes", text, complaints);
        if (!matches(LABEL_VALUE_PATTERN, text)) {
            complaints.add(pattern(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.'"
                            + ENDS,
                    "(" + QUALIFIED + ")?",
                    "MyValue",
                    "my_value",
                    "12345"));
        }
        return complaints;
    }

    /** Keys of a ConfigMap or a Secret. */
    static List<String> configKey(String text) {
        var complaints = new ArrayList<String>();
        atMost(253, "characters", text, complaints);
        if (!matches(CONFIG_KEY_PATTERN, text)) {
            complaints.add(pattern(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                    CONFIG_KEY,
                    "key.name",
                    "KEY_NAME",
                    "key-name"));
        }
        String directory = parentDirectory(text);
        if (directory != null) {
            complaints.add(directory);
        }
        return complaints;
    }

    static List<String> environmentName(String text) {
        if (text.isEmpty()) {
            return List.of("environment variable name must be non-empty");
        }
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '=')
                ? List.of()
                : List.of("a valid environment variable name must consist only of printable ASCII characters other than"
                        + " '='");
    }

    /** Names of container and service ports (RFC 6335). */
    static List<String> portName(String text) {
        var complaints = new ArrayList<String>();
        atMost(15, "characters", text, complaints);
        if (!matches(PORT_NAME_CHARACTERS, text)) {
            complaints.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (text.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            complaints.add("must contain at least one letter (a-z)");
        }
        if (text.contains("--")) {
            complaints.add("must not contain consecutive hyphens");
        }
        if (text.startsWith("-") || text.endsWith("-")) {
            complaints.add("must not begin or end with a hyphen");
        }
        return complaints;
    }

    private static @Nullable String parentDirectory(String text) {
        if (text.equals(".") || text.equals("..")) {
            return "must not be '" + text + "'";
        }
        return text.startsWith("..") ? "must not start with '..'" : null;
    }

    private static String pattern(String rule, String regex, String... examples) {
        return rule + " (e.g. '" + String.join("',  or '", examples) + "', regex used for validation is '" + regex
                + "')";
    }

    private static void atMost(int length, String unit, String text, List<String> complaints) {
        if (bytes(text) > length) {
            complaints.add("must be no more than " + length + " " + unit);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean matches(Pattern pattern, String text) {
        return pattern.matcher(text).matches();
    }
}
