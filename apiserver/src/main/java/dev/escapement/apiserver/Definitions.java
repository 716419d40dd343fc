package dev.escapement.apiserver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a CustomResourceDefinition is completed with, and which resources it makes. */
final class Definitions {
    static final String STORAGE = "customresourcedefinitions.apiextensions.k8s.io";
    static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private Definitions() {}

    static void defaults(ObjectNode definition) {
        ObjectNode spec = Json.child(definition, "spec");
        ObjectNode names = Json.child(spec, "names");
        String kind = Json.text(names, "kind");
        if (Json.text(names, "singular").isEmpty()) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (Json.text(names, "listKind").isEmpty()) {
            names.put("listKind", kind + "List");
        }
        ObjectNode conversion = Json.child(spec, "conversion");
        if (Json.text(conversion, "strategy").isEmpty()) {
            conversion.put("strategy", "None");
        }
    }

    /** Accepts the names and the versions, at once: nothing here needs a second look. */
    static void accept(ObjectNode definition, String now) {
        ObjectNode status = Json.child(definition, "status");
        status.set("acceptedNames", definition.path("spec").path("names").deepCopy());
        condition(status, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now);
        condition(status, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now);
        Set<String> versions = new LinkedHashSet<>();
        status.path("storedVersions").forEach(version -> versions.add(version.asText()));
        String kept = storedVersion(definition);
        if (!kept.isEmpty()) {
            versions.add(kept);
        }
        ArrayNode stored = status.putArray("storedVersions");
        versions.forEach(stored::add);
    }

    static void terminating(ObjectNode definition, String now) {
        String message = "CustomResource deletion is in progress";
        condition(Json.child(definition, "status"), "Terminating", "True", "InstanceDeletionInProgress", message, now);
    }

    private static void condition(
            ObjectNode status, String type, String value, String reason, String message, String now) {
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode array ? array : status.putArray("conditions");
        for (JsonNode condition : conditions) {
            if (Json.text(condition, "type").equals(type)) {
                return;
            }
        }
        conditions
                .addObject()
                .put("lastTransitionTime", now)
                .put("message", message)
                .put("reason", reason)
                .put("status", value)
                .put("type", type);
    }

    /** The resources that a definition serves, one per served version. */
    static List<Resource> resources(ObjectNode definition) throws ApiException {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        String name = Json.text(definition, "metadata", "name");
        List<Resource> resources = new ArrayList<>();
        for (JsonNode version : spec.path("versions")) {
            if (!version.path("served").asBoolean()) {
                continue;
            }
            JsonNode schema = version.path("schema").path("openAPIV3Schema");
            EnumSet<Resource.Trait> traits = EnumSet.of(Resource.Trait.GENERATION, Resource.Trait.VERSION_REQUIRED);
            if (version.path("subresources").has("status")) {
                traits.add(Resource.Trait.STATUS);
            }
            if (version.path("subresources").has("scale")) {
                traits.add(Resource.Trait.SCALE);
            }
            ArrayNode columns =
                    version.get("additionalPrinterColumns") instanceof ArrayNode array ? array : Trees.array();
            Resource.Custom custom = new Resource.Custom(
                    name,
                    storedVersion(definition),
                    columns,
                    StructuralSchema.parse(schema),
                    StructuralSchema.parse(storedSchema(spec)),
                    schema,
                    version.path("subresources").path("scale"),
                    version.path("selectableFields")
                            .valueStream()
                            .map(field -> Json.text(field, "jsonPath").substring(1))
                            .toList(),
                    deprecation(spec, version));
            resources.add(new Resource(
                    Json.text(spec, "group"),
                    Json.text(version, "name"),
                    Json.text(names, "plural"),
                    Json.text(names, "singular"),
                    Json.text(names, "kind"),
                    Json.text(names, "listKind"),
                    Json.text(spec, "scope").equals("Namespaced"),
                    texts(names.path("shortNames")),
                    texts(names.path("categories")),
                    traits,
                    name,
                    custom));
        }
        resources.sort((a, b) -> VersionOrder.NEWEST_FIRST.compare(a.version(), b.version()));
        return List.copyOf(resources);
    }

    private static JsonNode storedSchema(JsonNode spec) {
        return spec.path("versions")
                .valueStream()
                .filter(version -> version.path("storage").asBoolean())
                .map(version -> version.path("schema").path("openAPIV3Schema"))
                .findFirst()
                .orElseGet(MissingNode::getInstance);
    }

    /** What a deprecated version warns of: its own words, or the newest version that is not deprecated. */
    private static String deprecation(JsonNode spec, JsonNode version) {
        if (!version.path("deprecated").asBoolean()) {
            return "";
        }
        if (version.hasNonNull("deprecationWarning")) {
            return Json.text(version, "deprecationWarning");
        }
        String group = Json.text(spec, "group");
        String kind = Json.text(spec, "names", "kind");
        String successor = spec.path("versions")
                .valueStream()
                .filter(other -> other.path("served").asBoolean()
                        && !other.path("deprecated").asBoolean())
                .map(other -> Json.text(other, "name"))
                .filter(name -> VersionOrder.NEWEST_FIRST.compare(name, Json.text(version, "name")) < 0)
                .min(VersionOrder.NEWEST_FIRST)
                .map(name -> "; use " + group + "/" + name + " " + kind)
                .orElse("");
        return group + "/" + Json.text(version, "name") + " " + kind + " is deprecated" + successor;
    }

    private static String storedVersion(ObjectNode definition) {
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (version.path("storage").asBoolean()) {
                return Json.text(version, "name");
            }
        }
        return "";
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
