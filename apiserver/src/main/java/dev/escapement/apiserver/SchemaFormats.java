package dev.escapement.apiserver;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** The types and formats that a schema can name; formats that Kubernetes does not know are ignored. */
final class SchemaFormats {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
    private static final String IPV6 = "(?=.*:.*:)[0-9a-fA-F:]{2,39}(" + IPV4 + ")?";
    private static final String HEX = "[0-9a-fA-F]";
    private static final String NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

    private static final Map<String, Predicate<String>> TEXTS = Map.ofEntries(
            Map.entry("datetime", SchemaFormats::isDateTime),
            Map.entry("date", SchemaFormats::isDate),
            Map.entry(
                    "duration",
                    matching("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)\\s*(ns|us|µs|ms|s|m|h|d|w)"
                            + "((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h))*")),
            Map.entry("uri", SchemaFormats::isUri),
            Map.entry("email", matching("[^@\\s<>]+@[^@\\s<>]+|[^@<>]*<[^@\\s<>]+@[^@\\s<>]+>")),
            Map.entry(
                    "hostname",
                    matching("(?=.{1,255}$)([a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)"
                            + "(\\.[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)*\\.?")),
            Map.entry("ipv4", matching(IPV4)),
            Map.entry("ipv6", matching(IPV6)),
            Map.entry("cidr", matching("(" + IPV4 + "/(3[0-2]|[12]?\\d))|(" + IPV6 + "/(12[0-8]|1[01]\\d|\\d?\\d))")),
            Map.entry("mac", matching(HEX + "{2}([:-]" + HEX + "{2}){5}|" + HEX + "{4}(\\." + HEX + "{4}){2}")),
            Map.entry("uuid", matching(HEX + "{8}-?(" + HEX + "{4}-?){3}" + HEX + "{12}")),
            Map.entry("uuid3", matching(uuid("3" + HEX + "{3}", HEX + "{4}"))),
            Map.entry("uuid4", matching(uuid("4" + HEX + "{3}", "[89abAB]" + HEX + "{3}"))),
            Map.entry("uuid5", matching(uuid("5" + HEX + "{3}", "[89abAB]" + HEX + "{3}"))),
            Map.entry("hexcolor", matching("#?(" + HEX + "{3}|" + HEX + "{6})")),
            Map.entry("byte", SchemaFormats::isBase64),
            Map.entry("password", _ -> true),
            Map.entry("k8sshortname", matching("(?=.{1,63}$)" + NAME)),
            Map.entry("k8slongname", matching("(?=.{1,253}$)" + NAME + "(\\." + NAME + ")*")));

    private static final Set<String> INTEGERS = Set.of("int32", "int64");
    private static final Set<String> NUMBERS = Set.of("float", "double");

    private SchemaFormats() {}

    /** The format of a node; "" when it has none that is known for its type. */
    static String of(SchemaNode schema) {
        String format = Json.text(schema.rules(), "format");
        String type = schema.types().size() == 1 ? schema.types().getFirst() : "";
        boolean known = switch (type) {
            case "", "string" -> TEXTS.containsKey(format.replace("-", ""));
            case "integer" -> INTEGERS.contains(format);
            case "number" -> NUMBERS.contains(format);
            default -> false;
        };
        return known ? format : "";
    }

    static @Nullable Cause checkText(JsonNode value, SchemaNode schema, String path) {
        String format = of(schema);
        Predicate<String> check = TEXTS.get(format.replace("-", ""));
        return check == null || check.test(value.textValue()) ? null : wrongType(path, format, value.textValue());
    }

    static @Nullable Cause checkType(JsonNode value, SchemaNode schema, String path) {
        var types = schema.types();
        String wanted = String.join(",", types);
        if (value.isNull()) {
            return types.isEmpty() || schema.nullable() ? null : wrongType(path, wanted, "null");
        }
        String format = of(schema);
        String type = jsonType(value);
        boolean sequence = value.isTextual() || value.isArray();
        boolean fits = types.contains(type)
                || (value.isIntegralNumber() && types.contains("number"))
                || (value.isFloatingPointNumber()
                        && value.doubleValue() == Math.rint(value.doubleValue())
                        && types.contains("integer"));
        if (!sequence && !format.isEmpty() && !fits) {
            return wrongType(path, format, goFormat(value));
        }
        boolean numeric = types.contains("number") || types.contains("integer");
        if (!numeric && !format.isEmpty() && sequence) {
            return null; // the format is checked, not the type
        }
        return fits || types.isEmpty() ? null : wrongType(path, wanted, type);
    }

    private static Cause wrongType(String path, String wanted, String found) {
        String detail = path + " in body must be of type " + wanted + ": " + GoText.quote(found);
        return Cause.typeInvalid(path, TextNode.valueOf(found), detail);
    }

    private static String jsonType(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            case ARRAY -> "array";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "object";
        };
    }

    private static String goFormat(JsonNode value) {
        if (!value.isNumber()) {
            return "";
        }
        return value.isIntegralNumber() ? "int64" : "float64";
    }

    private static Predicate<String> matching(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }

    private static String uuid(String third, String fourth) {
        return HEX + "{8}-?" + HEX + "{4}-?" + third + "-?" + fourth + "-?" + HEX + "{12}";
    }

    private static final Pattern DATE_TIME = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[tT ]([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?([zZ]|[-+]\\d{2}:?\\d{2})?");

    private static boolean isDateTime(String text) {
        var matcher = DATE_TIME.matcher(text);
        return matcher.matches() && isDate(matcher.group(1));
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException invalid) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException invalid) {
            return false;
        }
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException invalid) {
            return false;
        }
    }
}
