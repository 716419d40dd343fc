package dev.escapement.apiserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * The types of the built-in kinds, read from builtin-types.txt: one type a line, its fields as {@code name:type}.
 * A type is a scalar (s string, y bytes, t time, i and l integers, n number, b boolean, x any scalar), {@code *} or
 * {@code ?} (anything, atomic or merged), {@code [T]} an atomic list, {@code [=|T]} a set, {@code [key,key|T]} a map by
 * keys, {@code {T}} an object with free names, or the name of a type; {@code !} in front makes an object atomic.
 * After the type may come {@code +merge(key)} and {@code +retainKeys} (strategic merge patch) and {@code =default}.
 * A {@code !} after the name of a field means that it is required.
 */
final class BuiltinTypes {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, String> lines = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();
    private final Map<String, FieldType> types = new ConcurrentHashMap<>();

    private static final class Holder {
        static final BuiltinTypes INSTANCE = new BuiltinTypes();
    }

    private BuiltinTypes() {
        var stream = Objects.requireNonNull(BuiltinTypes.class.getResourceAsStream("builtin-types.txt"));
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.startsWith("#")).forEach(this::index);
        } catch (IOException broken) {
            throw new UncheckedIOException("builtin-types.txt cannot be read from the jar", broken);
        }
    }

    private void index(String line) {
        int end = line.indexOf(' ');
        String name = line.substring(0, end);
        String body = line.substring(end + 1);
        if (body.startsWith("@")) {
            end = body.indexOf(' ');
            kinds.put(body.substring(1, end), name);
            body = body.substring(end + 1);
        }
        lines.put(name, body);
    }

    /** The type of a kind, or null when it is not built in. */
    static @Nullable FieldType of(String group, String kind) {
        String name = Holder.INSTANCE.kinds.get(group + "/" + kind);
        return name == null ? null : named(name);
    }

    /** The type of that name in builtin-types.txt, e.g. {@code meta.v1.ObjectMeta}. */
    static FieldType named(String name) {
        return Holder.INSTANCE.type(name);
    }

    private FieldType type(String name) {
        FieldType known = types.get(name);
        if (known == null) {
            String line = lines.get(name);
            if (line == null) {
                throw new IllegalStateException("builtin-types.txt uses " + name + ", but does not declare it");
            }
            known = line.startsWith("= ") ? special(name, line.substring(2)) : object(name, line);
            types.put(name, known);
        }
        return known;
    }

    /** Texts and numbers that have a form of their own. */
    private FieldType special(String name, String expression) {
        return switch (name) {
            case "api.resource.Quantity" -> FieldType.of(FieldType.Scalar.QUANTITY);
            case "util.intstr.IntOrString" -> FieldType.of(FieldType.Scalar.INT_OR_STRING);
            case "meta.v1.MicroTime" -> FieldType.of(FieldType.Scalar.MICRO_TIME);
            default -> expression(expression).get();
        };
    }

    private FieldType object(String typeName, String line) {
        boolean atomic = line.startsWith("! ");
        var fields = new LinkedHashMap<String, FieldType.Field>();
        for (String field : (atomic ? line.substring(2) : line).split(" ", -1)) {
            int colon = field.indexOf(':');
            boolean required = field.charAt(colon - 1) == '!';
            String name = field.substring(0, required ? colon - 1 : colon);
            fields.put(name, field(field.substring(colon + 1), required));
        }
        return FieldType.of(new FieldType.Fields(typeName, atomic, fields, null));
    }

    private FieldType.Field field(String text, boolean required) {
        String type = text;
        JsonNode fallback = null;
        int equals = type.lastIndexOf('=');
        if (equals > type.lastIndexOf(']')) {
            fallback = json(type.substring(equals + 1));
            type = type.substring(0, equals);
        }
        boolean retainKeys = type.endsWith("+retainKeys");
        if (retainKeys) {
            type = type.substring(0, type.lastIndexOf('+'));
        }
        String mergeKey = null;
        int merge = type.indexOf("+merge(");
        if (merge >= 0) {
            mergeKey = type.substring(merge + "+merge(".length(), type.length() - 1);
            type = type.substring(0, merge);
        }
        return new FieldType.Field(expression(type), required, fallback, mergeKey, retainKeys);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("builtin-types.txt has a default that is no JSON: " + text, broken);
        }
    }

    private Supplier<FieldType> expression(String text) {
        char first = text.charAt(0);
        if (text.length() == 1) {
            FieldType simple = simple(first);
            return () -> simple;
        }
        if (first == '!') {
            Supplier<FieldType> type = expression(text.substring(1));
            return () -> type.get().atomicObject();
        }
        String inner = text.substring(1, text.length() - 1);
        if (first == '{') {
            FieldType map = FieldType.of(new FieldType.Fields("", false, Map.of(), expression(inner)));
            return () -> map;
        }
        if (first == '[') {
            int bar = inner.indexOf('|');
            String keys = bar < 0 ? "" : inner.substring(0, bar);
            List<String> keyNames = keys.isEmpty() || keys.equals("=") ? List.of() : List.of(keys.split(",", -1));
            Supplier<FieldType> items = expression(inner.substring(bar + 1));
            FieldType list = FieldType.of(new FieldType.Items(keys.isEmpty(), keyNames, items));
            return () -> list;
        }
        return () -> type(text);
    }

    private static FieldType simple(char letter) {
        return switch (letter) {
            case 's' -> FieldType.of(FieldType.Scalar.STRING);
            case 'y' -> FieldType.of(FieldType.Scalar.BYTES);
            case 't' -> FieldType.of(FieldType.Scalar.TIME);
            case 'i' -> FieldType.of(FieldType.Scalar.INT32);
            case 'l' -> FieldType.of(FieldType.Scalar.INT64);
            case 'n' -> FieldType.of(FieldType.Scalar.NUMBER);
            case 'b' -> FieldType.of(FieldType.Scalar.BOOLEAN);
            case 'x' -> FieldType.of(FieldType.Scalar.ANY);
            case '*' -> FieldType.ATOMIC;
            case '?' -> FieldType.DEDUCED;
            default -> throw new IllegalStateException("builtin-types.txt uses an unknown letter: " + letter);
        };
    }
}
