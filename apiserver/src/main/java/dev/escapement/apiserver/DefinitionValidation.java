package dev.escapement.apiserver;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** CustomResourceDefinitions. */
final class DefinitionValidation {
    private DefinitionValidation() {}

    static void validate(ObjectNode definition, Checks checks) {
        JsonNode spec = definition.path("spec");
        String group = Json.text(spec, "group");
        String name = Json.text(definition, "metadata", "name");
        if (!name.equals(Json.text(spec, "names", "plural") + "." + group)) {
            checks.add(Cause.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        }
        if (checks.requireText(spec, "spec", "group")) {
            List<String> complaints = NameRules.subdomain(group);
            checks.complaints("spec.group", group, complaints);
            if (complaints.isEmpty() && !group.contains(".")) {
                checks.add(Cause.invalid("spec.group", group, "should be a domain with at least one dot"));
            }
        }
        if (checks.requireText(spec, "spec", "scope")) {
            checks.oneOf(spec, "spec", "scope", List.of("Cluster", "Namespaced"));
        }
        versions(spec, checks);
        names(spec.path("names"), checks);
        storedVersions(definition, checks);
    }

    private static void versions(JsonNode spec, Checks checks) {
        JsonNode versions = spec.path("versions");
        long stored = versions.valueStream()
                .filter(version -> version.path("storage").asBoolean())
                .count();
        if (stored != 1) {
            checks.invalidStruct(
                    "spec.versions", internal(versions), "must have exactly one version marked as storage version");
        }
        // The real server moves what all versions have in common to the top before it validates.
        boolean alike = versions.valueStream()
                        .map(version -> version.path("schema"))
                        .distinct()
                        .count()
                == 1;
        for (int i = 0; i < versions.size(); i++) {
            JsonNode schema = versions.get(i).path("schema").path("openAPIV3Schema");
            String at = "spec.versions[" + i + "].schema.openAPIV3Schema";
            if (!schema.isObject()) {
                checks.add(Cause.required(at, ""));
            } else if (!alike) {
                StructuralSchema.violations(schema, at).forEach(checks::add);
            } else if (i == 0) {
                StructuralSchema.violations(schema, "spec.validation.openAPIV3Schema")
                        .forEach(checks::add);
            }
        }
    }

    /** As Go prints the internal versions, without their schemas. */
    private static String internal(JsonNode versions) {
        if (!versions.isArray()) {
            return "null";
        }
        return versions.valueStream()
                .map(version -> "{\"Name\":" + GoText.quote(Json.text(version, "name")) + ",\"Served\":"
                        + version.path("served").asBoolean() + ",\"Storage\":"
                        + version.path("storage").asBoolean() + ",\"Deprecated\":"
                        + version.path("deprecated").asBoolean()
                        + ",\"DeprecationWarning\":null,\"Schema\":null,\"Subresources\":null,"
                        + "\"AdditionalPrinterColumns\":null,\"SelectableFields\":null}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void names(JsonNode names, Checks checks) {
        for (String field : List.of("plural", "singular", "kind", "listKind")) {
            if (checks.requireText(names, "spec.names", field)) {
                String name = Json.text(names, field);
                List<String> complaints = NameRules.label1035(name.toLowerCase(Locale.ROOT));
                boolean mixedCase = field.equals("kind") || field.equals("listKind");
                if (mixedCase && !complaints.isEmpty()) {
                    checks.add(Cause.invalid(
                            "spec.names." + field,
                            name,
                            "may have mixed case, but should otherwise match: " + String.join(",", complaints)));
                } else if (!mixedCase) {
                    complaints = NameRules.label1035(name);
                    if (!complaints.isEmpty()) {
                        checks.add(Cause.invalid("spec.names." + field, name, String.join(",", complaints)));
                    }
                }
            }
        }
        String kind = Json.text(names, "kind");
        if (!kind.isEmpty() && kind.equals(Json.text(names, "listKind"))) {
            checks.add(Cause.invalid("spec.names.listKind", kind, "kind and listKind may not be the same"));
        }
    }

    private static void storedVersions(ObjectNode definition, Checks checks) {
        JsonNode stored = definition.path("status").path("storedVersions");
        if (stored.isEmpty()) {
            checks.invalidStruct("status.storedVersions", "null", "must have at least one stored version");
        }
        for (JsonNode version : definition.path("spec").path("versions")) {
            String name = Json.text(version, "name");
            boolean listed = stored.valueStream().anyMatch(one -> one.asText().equals(name));
            if (version.path("storage").asBoolean() && !listed && !stored.isEmpty()) {
                checks.add(Cause.invalid("status.storedVersions", stored, "must have the storage version " + name));
            }
        }
    }
}
