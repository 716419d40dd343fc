package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import org.jspecify.annotations.Nullable;

/** Checks values against a schema, with the messages of kube-openapi's validator (a fork of go-openapi/validate). */
final class SchemaValidation {
    private final List<Cause> causes = new ArrayList<>();

    /** How much fitted; of several alternatives, the complaints of the one that fits best are shown. */
    private int matches;

    private SchemaValidation() {}

    static List<Cause> validate(JsonNode value, SchemaNode schema) {
        return check(value, schema, "").causes;
    }

    private static SchemaValidation check(JsonNode value, SchemaNode schema, String path) {
        var validation = new SchemaValidation();
        validation.visit(value, schema, path);
        return validation;
    }

    private void visit(JsonNode value, SchemaNode schema, String path) {
        boolean typed = !schema.types().isEmpty() || !SchemaFormats.of(schema).isEmpty();
        if (typed) {
            Cause cause = SchemaFormats.checkType(value, schema, path);
            if (cause != null) {
                causes.add(cause);
            } else {
                matches++;
            }
            matches++;
        }
        if (!value.isNull()) {
            checkAlternatives(value, schema, path);
            checkForm(value, schema, path);
            matches += 4;
        }
        checkEnum(value, schema, path);
        if (value.isObject()) {
            checkFields(value, schema, path);
        }
    }

    private void checkForm(JsonNode value, SchemaNode schema, String path) {
        if (value.isTextual()) {
            checkText(value, schema, path);
            Cause cause = SchemaFormats.checkText(value, schema, path);
            if (cause != null) {
                causes.add(cause);
            }
        } else if (value.isNumber()) {
            SchemaNumbers.check(value, schema, path, causes);
            matches++;
        } else if (value.isArray()) {
            checkItems(value, schema, path);
            matches++;
        }
    }

    private void checkText(JsonNode value, SchemaNode schema, String path) {
        JsonNode rules = schema.rules();
        String text = value.textValue();
        int length = text.codePointCount(0, text.length());
        if (rules.has("maxLength") && length > rules.get("maxLength").asLong()) {
            causes.add(Cause.tooLong(path, rules.get("maxLength").asInt()));
        } else if (rules.has("minLength") && length < rules.get("minLength").asLong()) {
            causes.add(Cause.invalid(
                    path, value, path + " in body should be at least " + rules.get("minLength") + " chars long"));
        } else if (rules.path("pattern").isTextual()) {
            String pattern = rules.get("pattern").textValue();
            Pattern compiled = compile(pattern);
            if (!pattern.isEmpty()
                    && (compiled == null || !compiled.matcher(text).find())) {
                causes.add(Cause.invalid(path, value, path + " in body should match '" + pattern + "'"));
            }
        }
    }

    /** Null when it is no regular expression; Go names groups with {@code ?P<}. */
    static @Nullable Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException invalid) {
            return null;
        }
    }

    private void checkItems(JsonNode list, SchemaNode schema, String path) {
        if (schema.items() != null) {
            for (int i = 0; i < list.size(); i++) {
                merge(check(list.get(i), schema.items(), path + "[" + i + "]"));
            }
        }
        JsonNode minimum = schema.rules().path("minItems");
        if (minimum.isNumber() && list.size() < minimum.asInt()) {
            causes.add(Cause.invalid(
                    path, IntNode.valueOf(list.size()), path + " in body should have at least " + minimum + " items"));
        }
        JsonNode maximum = schema.rules().path("maxItems");
        if (maximum.isNumber() && list.size() > maximum.asInt()) {
            causes.add(Cause.tooMany(path, list.size(), maximum.asInt()));
        }
    }

    private void checkEnum(JsonNode value, SchemaNode schema, String path) {
        JsonNode allowed = schema.rules().path("enum");
        if (!allowed.isEmpty() && allowed.valueStream().noneMatch(one -> Json.same(one, value))) {
            List<String> shown = allowed.valueStream()
                    .map(one -> one.isTextual() ? one.textValue() : GoText.json(one))
                    .toList();
            causes.add(Cause.notSupported(path, value, shown));
        }
    }

    private void checkFields(JsonNode object, SchemaNode schema, String path) {
        JsonNode minimum = schema.rules().path("minProperties");
        if (minimum.isNumber() && object.size() < minimum.asInt()) {
            causes.add(Cause.invalid(
                    path,
                    IntNode.valueOf(object.size()),
                    path + " in body should have at least " + minimum + " properties"));
        }
        JsonNode maximum = schema.rules().path("maxProperties");
        if (maximum.isNumber() && object.size() > maximum.asInt()) {
            causes.add(Cause.tooMany(path, object.size(), maximum.asInt()));
        }
        for (var property : object.properties()) {
            String name = property.getKey();
            SchemaNode below = schema.of(name);
            if (below != null) {
                merge(check(property.getValue(), below, child(path, name)));
            } else if (schema.closed()) {
                causes.add(Cause.invalid(path, name, path + "." + name + " in body is a forbidden property"));
            }
        }
        for (String name : schema.required()) {
            if (!object.has(name)) {
                causes.add(Cause.required(child(path, name), ""));
            }
        }
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void checkAlternatives(JsonNode value, SchemaNode schema, String path) {
        List<SchemaNode> anyOf = schema.alternatives("anyOf");
        if (!anyOf.isEmpty()) {
            List<SchemaValidation> results = checkEach(value, anyOf, path);
            if (results.stream().noneMatch(SchemaValidation::succeeded)) {
                complain(path, "must validate at least one schema (anyOf)");
                merge(best(results));
            } else {
                merge(results.stream()
                        .filter(SchemaValidation::succeeded)
                        .findFirst()
                        .orElseThrow());
            }
        }
        List<SchemaNode> oneOf = schema.alternatives("oneOf");
        if (!oneOf.isEmpty()) {
            List<SchemaValidation> results = checkEach(value, oneOf, path);
            List<SchemaValidation> valid =
                    results.stream().filter(SchemaValidation::succeeded).toList();
            if (valid.size() == 1) {
                merge(valid.getFirst());
            } else if (valid.isEmpty()) {
                complain(path, "must validate one and only one schema (oneOf). Found none valid");
                merge(best(results));
            } else {
                complain(
                        path,
                        "must validate one and only one schema (oneOf). Found " + valid.size() + " valid alternatives");
            }
        }
        List<SchemaNode> allOf = schema.alternatives("allOf");
        if (!allOf.isEmpty()) {
            List<SchemaValidation> results = checkEach(value, allOf, path);
            results.forEach(this::merge);
            long valid = results.stream().filter(SchemaValidation::succeeded).count();
            if (valid != allOf.size()) {
                complain(path, "must validate all the schemas (allOf)" + (valid == 0 ? ". None validated" : ""));
            }
        }
        JsonNode not = schema.rules().path("not");
        if (not.isObject() && check(value, SchemaNode.parse(not), path).succeeded()) {
            complain(path, "must not validate the schema (not)");
        }
    }

    private static List<SchemaValidation> checkEach(JsonNode value, List<SchemaNode> schemas, String path) {
        return schemas.stream().map(schema -> check(value, schema, path)).toList();
    }

    private static SchemaValidation best(List<SchemaValidation> results) {
        SchemaValidation best = results.getFirst();
        for (SchemaValidation result : results) {
            if (result.matches > best.matches) {
                best = result;
            }
        }
        return best;
    }

    private boolean succeeded() {
        return causes.isEmpty();
    }

    private void merge(SchemaValidation other) {
        causes.addAll(other.causes);
        matches += other.matches;
    }

    /** The real validator has no path for these; its nil is printed. */
    private void complain(String path, String complaint) {
        causes.add(Cause.invalid("<nil>", "", GoText.quote(path) + " " + complaint));
    }
}
