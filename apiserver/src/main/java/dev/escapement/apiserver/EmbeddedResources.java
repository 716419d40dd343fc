package dev.escapement.apiserver;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Objects within objects must look like objects too (x-kubernetes-embedded-resource). */
final class EmbeddedResources {
    private EmbeddedResources() {}

    static void validate(ObjectNode object, SchemaNode root, List<Cause> causes) {
        visit(object, root, "", causes);
    }

    private static void visit(JsonNode value, @Nullable SchemaNode schema, String path, List<Cause> causes) {
        if (schema == null) {
            return;
        }
        if (value instanceof ObjectNode object) {
            if (schema.embeddedResource()) {
                validateResource(object, path, causes);
            }
            for (var property : object.properties()) {
                String name = property.getKey();
                boolean declared = schema.properties().containsKey(name);
                String at = declared ? (path.isEmpty() ? name : path + "." + name) : path + "[" + name + "]";
                visit(property.getValue(), schema.of(name), at, causes);
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                visit(value.get(i), schema.items(), path + "[" + i + "]", causes);
            }
        }
    }

    private static void validateResource(ObjectNode resource, String path, List<Cause> causes) {
        for (String field : List.of("apiVersion", "kind")) {
            JsonNode value = resource.get(field);
            String at = path + "." + field;
            if (value == null) {
                causes.add(Cause.required(at, ""));
            } else if (!value.isTextual()) {
                causes.add(Cause.invalid(at, value, "must be a string"));
            } else if (value.textValue().isEmpty()) {
                causes.add(Cause.invalid(at, value, "must not be empty"));
            } else if (field.equals("kind")) {
                List<String> complaints = NameRules.label1035(value.textValue().toLowerCase(Locale.ROOT));
                if (!complaints.isEmpty()) {
                    causes.add(Cause.invalid(
                            at,
                            value,
                            "may have mixed case, but should otherwise match: " + String.join(",", complaints)));
                }
            } else if (value.textValue().chars().filter(c -> c == '/').count() > 1) {
                causes.add(Cause.invalid(at, value, "unexpected GroupVersion string: " + value.textValue()));
            }
        }
        for (Cause cause : Names.validateMetadata(resource)) {
            causes.add(new Cause(cause.reason(), path + "." + cause.field(), cause.message()));
        }
    }
}
